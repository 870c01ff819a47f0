// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package librarylint is the linters about what a library needs, and about the library of the Khronos loader. It reads headers, and loads
// no library.
package librarylint
