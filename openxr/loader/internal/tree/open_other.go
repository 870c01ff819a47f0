// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !unix

package tree

import "os"

func open(native string) (*os.File, error) { return os.Open(native) }
