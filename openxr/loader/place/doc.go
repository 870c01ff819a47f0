// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package place shows a machine as the programs of a place on it see it: as a flatpak, a snap, a program in Steam's container, another
// user, root through sudo, or a program with more rights than its user. It says which variables are set there and which files
// are shown; package loader then searches as it does elsewhere. It also recognises the place that it is in itself.
//
// The package reads files. It starts nothing, asks no service, and enters no container, so a view is what the files decide. What
// they do not tell is in the view's notes.
//
// The sources are those of flatpak (https://github.com/flatpak/flatpak at 55ec5bd: common/flatpak-run.c, flatpak-context.c,
// flatpak-exports.c and flatpak-dir.c; flatpak-metadata(5)), snap-confine(8) and https://snapcraft.io/docs/environment-variables,
// https://github.com/ValveSoftware/steam-runtime (doc/steamlinuxruntime-known-issues.md; issues 575, 782 and 831), sudoers(5), and
// capabilities(7).
package place
