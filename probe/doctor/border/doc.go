// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package border compares what programs of a place find with what programs outside find, and says in one line what mends the
// difference: a permission of a flatpak, a launch option of Steam, or another way to start the program. It reads files, asks nothing,
// and changes nothing. Before it proposes a permission it looks at the place as it would be with it; if the runtime would not be
// there even then, it proposes none. What it knows of the places is in package openxr/loader/place.
package border
