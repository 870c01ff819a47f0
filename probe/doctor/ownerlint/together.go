// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ownerlint

import (
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/shell"
)

// group is places on the way to one runtime with the same fault. It has at least one.
type group []place

// together puts places of one runtime with the same key together, in their order. The function says which places have the fault.
func together(list []place, key func(place) (string, bool)) []group {
	var groups []group
	var keys []string
	for _, at := range list {
		word, is := key(at)
		if !is {
			continue
		}
		word += "\n" + at.runtime
		if known := slices.Index(keys, word); known >= 0 {
			groups[known] = append(groups[known], at)
			continue
		}
		keys, groups = append(keys, word), append(groups, group{at})
	}
	return groups
}

// words names the places: "the library /x.so and the directory /y".
func (g group) words() string {
	var list []string
	for _, at := range g {
		list = append(list, at.kind.words()+" "+at.path)
	}
	last := len(list) - 1
	if last == 0 {
		return list[0]
	}
	return strings.Join(list[:last], ", ") + " and " + list[last]
}

// verb returns the word for one place, or that for several.
func (g group) verb(one, several string) string {
	if len(g) == 1 {
		return one
	}
	return several
}

// arguments are the places in a command.
func (g group) arguments() string {
	var list []string
	for _, at := range g {
		list = append(list, shell.Word(at.path))
	}
	return strings.Join(list, " ")
}
