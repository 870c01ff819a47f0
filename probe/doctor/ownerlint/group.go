// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ownerlint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var groupWritable = lint.Linter{
	ID:       "group_writable",
	Explain:  "Other users, as members of a group, may change a runtime's manifest or library, or replace it in a directory on the way.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		own, known := hostfacts.UserID(p.Host)
		if !known {
			return nil
		}
		var found []report.Problem
		for _, same := range together(way(p), func(at place) (string, bool) {
			others := othersOf(p, at, own)
			return p.By(at.path) + strings.Join(others, ", "), len(others) > 0
		}) {
			text := fmt.Sprintf("The members of a group (%s) may change %s, which %s programs to %s", strings.Join(othersOf(p, same[0], own), ", "), same.words(),
				same.verb("leads", "lead"), same[0].runtime)
			found = append(found, lint.Problem("group_writable", report.SeverityWarning, same[0].runtime, text, "If they are not to be trusted: "+p.By(same[0].path)+"chmod g-w "+same.arguments()))
		}
		return found
	},
}

// othersOf returns who may change a file as a member of its group, but for root, the one who runs programs, and the file's owner.
func othersOf(p *lint.Patient, at place, own int) []string {
	user, group, known := p.OwnerOf(at.path)
	if !known || at.mode&byGroup == 0 || at.mode&byAll != 0 {
		return nil
	}
	return slices.DeleteFunc(hostfacts.Members(p.Host, group), func(name string) bool {
		return name == "root" || name == hostfacts.UserOf(p.Host, 2, fmt.Sprint(own)) || name == hostfacts.UserOf(p.Host, 2, fmt.Sprint(user))
	})
}

// sentence begins a text with a capital letter.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
