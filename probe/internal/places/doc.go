// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package places knows where runtimes are installed, and what configuration names them: Steam's libraries, flatpaks, prefixes,
// Nix' profiles, macOS' folders, the folders of vendors on Windows, and every active_runtime*.json that the Khronos loader's search of any architecture, or of
// another user, may find.
//
//	for _, found := range places.Elsewhere(host) { // installed, where no search looks
//
// It reads manifests and Steam's own lists below the host's root. It opens no library, follows no network, and what it cannot
// read names no runtime. Each row of its tables says which public source names the place.
package places
