// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !unix

package loader

// OwnerAt returns the user and the group to whom the file or directory belongs that an absolute path inside the root leads to. It
// reports false if that is not known, as on Windows.
func (Host) OwnerAt(string) (user, group int, known bool) { return 0, 0, false }
