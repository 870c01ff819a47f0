// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package cnumber reads numbers in texts as the C library does on 64-bit Linux, with its signs, its wrapping and its limits.
package cnumber
