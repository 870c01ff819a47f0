// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package loader

// processIsUnderWine reports false: Wine runs only programs for Windows.
func processIsUnderWine() bool { return false }
