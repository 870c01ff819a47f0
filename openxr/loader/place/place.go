// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"fmt"
	"strings"
)

// Kind is a kind of place.
type Kind string

// The kinds of places. Container is only recognised, and never asked for.
const (
	Flatpak   Kind = "flatpak"
	Snap      Kind = "snap"
	Steam     Kind = "steam"
	User      Kind = "user"
	Sudo      Kind = "sudo"
	Program   Kind = "program"
	Container Kind = "container"
)

// named are the kinds whose places have a name, and what the name is of.
var named = map[Kind]string{Flatpak: "APP", Snap: "NAME", User: "NAME", Program: "FILE"}

// Place is where programs run. The zero value is here.
type Place struct {
	Kind Kind
	// Name is that of the application, the snap, or the user, or the program's path. In a container that is recognised it is the
	// file that betrays it.
	Name string
}

// String returns the place as [Parse] reads it.
func (p Place) String() string {
	if named[p.Kind] == "" {
		return string(p.Kind)
	}
	return string(p.Kind) + ":" + p.Name
}

// Words are the forms in which places are written.
func Words() []string {
	return []string{"steam", "flatpak:APP", "snap:NAME", "user:NAME", "sudo", "program:FILE"}
}

// Parse reads a place.
func Parse(text string) (Place, error) {
	word, name, hasName := strings.Cut(text, ":")
	p := Place{Kind: Kind(word), Name: name}
	what := named[p.Kind]
	switch {
	case p.Kind != Steam && p.Kind != Sudo && what == "":
		return p, fmt.Errorf("there is no place %q: use one of %s", text, strings.Join(Words(), ", "))
	case what == "" && hasName:
		return p, fmt.Errorf("%q: %s has no name: write %s alone", text, p.Kind, p.Kind)
	case what != "" && name == "":
		return p, fmt.Errorf("%q names nothing: write %s:%s", text, p.Kind, what)
	case p.Kind != Program && (strings.ContainsAny(name, "/\x00") || name == "." || name == ".."):
		return p, fmt.Errorf("%q: %q cannot be the name of a %s", text, name, p.Kind)
	}
	return p, nil
}

// Describe names the place in a sentence.
func (p Place) Describe() string {
	switch p.Kind {
	case Flatpak, Snap:
		return "the " + string(p.Kind) + " " + p.Name
	case Steam:
		return "Steam's container"
	case Container:
		return "a container (" + p.Name + " is there)"
	case User:
		return "the user " + p.Name
	case Sudo:
		return "root, through sudo"
	case Program:
		return "the program " + p.Name
	}
	return "this machine"
}
