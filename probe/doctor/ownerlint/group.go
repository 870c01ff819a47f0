// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ownerlint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
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
		for _, at := range way(p) {
			_, group, known := p.OwnerOf(at.path)
			if !known || at.mode&byGroup == 0 || at.mode&byAll != 0 {
				continue
			}
			others := slices.DeleteFunc(hostfacts.Members(p.Host, group), func(name string) bool {
				return name == "root" || name == hostfacts.UserOf(p.Host, 2, fmt.Sprint(own))
			})
			if len(others) == 0 {
				continue
			}
			text := fmt.Sprintf("The members of a group (%s) may change %s %s, which leads programs to %s", strings.Join(others, ", "), at.kind.words(), at.path, at.runtime)
			found = append(found, lint.Problem("group_writable", report.SeverityWarning, at.runtime, text, "If they are not to be trusted: "+p.By(at.path)+"chmod g-w "+shell.Word(at.path)))
		}
		return found
	},
}

// sentence begins a text with a capital letter.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
