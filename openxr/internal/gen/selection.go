// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

// selection seeds the structures and commands to write; what they refer to follows.
type selection struct {
	All      bool // everything, whatever the lists say
	Commands []string
	Structs  []string
}

// everything is what package xr has. Tests select less, to see what follows from what.
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
