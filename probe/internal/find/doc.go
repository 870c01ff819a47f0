// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package find says which runtimes a machine has, and which is which.
//
//	machine, err := find.Look(ctx, host, resolution)
//	all := machine.All()                       // the active one first
//	one, err := machine.Named("openxr_monado") // by its ID, its name, or any manifest of it
//
// A runtime is its library, after symbolic links: manifests of one library are one runtime
// with several manifests, whatever the manifests are called. The package reads files
// through [loader.Host] and executes nothing. It also writes the search for the active
// runtime into the form of reports.
package find
