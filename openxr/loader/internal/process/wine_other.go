// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package process

// IsUnderWine reports false: Wine runs only programs for Windows.
func IsUnderWine() bool { return false }
