// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// emptyListEntry is about rule Y3b: an entry that is empty, and that another follows, is the root directory.
var emptyListEntry = lint.Linter{
	ID:       "empty_list_entry",
	Explain:  "A list of directories has an empty entry, which the loader takes for the root directory when it looks for API layers.",
	Thorough: true,
	Check: check(func(l layers) []report.Problem {
		var problems []report.Problem
		for _, row := range lists {
			entries := l.list(row.name)
			if len(entries) == 0 || !slices.Contains(entries[:len(entries)-1], "") {
				continue
			}
			problems = append(problems, *problem("empty_list_entry", row.severity,
				fmt.Sprintf("%s has a separator too many: the loader takes the empty entry for /, and reads the API layers in %s.", row.name, row.reads),
				"Leave the empty entry out: "+l.relist(row.name, "", "")))
		}
		return problems
	}),
}

// lists are the variables that the loader divides so, and where it then looks.
var lists = []struct {
	name, reads string
	severity    report.Severity
}{
	{layerPath, "every *.json file there", report.SeverityWarning},
	{"XDG_CONFIG_DIRS", "/openxr/1/api_layers", report.SeverityInfo},
	{"XDG_DATA_DIRS", "/openxr/1/api_layers", report.SeverityInfo},
}
