// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package use

import "errors"

// Elevate is for Windows only.
func Elevate([]string) error { return errors.ErrUnsupported }
