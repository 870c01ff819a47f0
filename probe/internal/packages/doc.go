// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package packages says which package of the system brought a file.
//
//	owners, unknown := packages.Owners(ctx, host, paths) // owners[path] is such as "dpkg: libopenxr1-monado"
//
// It reads the lists that dpkg, pacman and apk keep as text, below the host's root. It runs no package manager, and reads no
// database that is not text, such as RPM's. The formats: dpkg-query(1) and /var/lib/dpkg/info, Arch Linux' wiki on pacman's
// local database, and https://wiki.alpinelinux.org/wiki/Apk_spec.
package packages
