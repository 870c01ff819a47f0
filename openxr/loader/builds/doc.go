// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package builds knows where the builds of one library for several architectures lie beside each other: the directories of
// distributions (lib64, x86_64-linux-gnu), of SteamVR (bin/linux64) and of Windows (win32, win64). It compares paths, and
// reads no file.
package builds
