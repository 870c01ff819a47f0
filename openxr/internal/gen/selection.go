// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

// selection names the structures and commands to write. Everything that they refer to is
// written too.
type selection struct {
	All      bool // select everything and ignore the lists
	Commands []string
	Structs  []string
}

// everything is the selection for package xr. Tests select less.
var everything = selection{All: true}

// seeds returns the names that a selection starts from.
func (r *registry) seeds(s selection) selection {
	if !s.All {
		return s
	}
	for _, st := range r.Structs {
		s.Structs = append(s.Structs, st.Name)
	}
	for _, c := range r.Commands {
		s.Commands = append(s.Commands, c.Name)
	}
	return s
}
