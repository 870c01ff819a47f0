// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package windowslint has the linters of Windows' registry and of what it names: values that programs of one width, or with more rights,
// read in another way than others, and files that programs of the store cannot read. It reads exports of the registry too, so it
// works from any machine.
//
// What the registry keeps from the programs that were asked about is not told here: those are the problems registry_choice, hidden_layers
// and installed_unusable.
package windowslint
