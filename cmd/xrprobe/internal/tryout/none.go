// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !webgate

package tryout

import (
	"context"
	"io"
)

// Serve returns [ErrNotBuilt].
func Serve(context.Context, string, io.Writer) error { return ErrNotBuilt }
