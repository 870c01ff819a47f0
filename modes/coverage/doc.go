// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package coverage says of everything that xrprobe can ask a system for what became of it.
//
// A report has rows only for what was asked, or would have been: the structures and commands of extensions that the runtime lists.
// Of all others it follows from the list of extensions that they were not asked for. [Properties], [ViewProperties] and [Queries] add
// these rows:
//
//	for _, property := range coverage.Properties(runtime, system) {
//		fmt.Println(property.Struct, property.State) // XrSystemHandTrackingPropertiesEXT not_advertised
//	}
//
// The package reads reports. Its tables are those of packages openxr and openxr/xr, which it does not import, so that browser builds
// can use it; a test in probe/internal/levels compares them.
package coverage
