// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package tree follows paths below a directory that stands for "/". Symbolic links, also absolute ones, never lead out of it. It
// opens regular files and directories only, never a pipe or a device, and writes nothing.
package tree
