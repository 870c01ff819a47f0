// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

const debug = "XR_LOADER_DEBUG"

// loaderDebug is about rule I10, and about what loaders 1.1.47 and 1.1.61 did when they were run: every value but one of six is ignored
// without a word, and all but none write to standard output beside standard error.
var loaderDebug = lint.Linter{
	ID:       "loader_debug",
	Explain:  "XR_LOADER_DEBUG has a value that the loader ignores, or one with which it writes into the standard output of every OpenXR program.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		variables := p.Host.Environment()
		at := slices.IndexFunc(variables, func(v loader.Variable) bool { return v.Name == debug && v.State == loader.VariableSet })
		if at < 0 || variables[at].Value == "none" {
			return nil
		}
		value := variables[at].Value
		if slices.Contains(debugValues, value) {
			return []report.Problem{*problem("loader_debug", report.SeverityInfo,
				fmt.Sprintf("%s is %s, so the loader writes messages into the standard output of every OpenXR program, where other programs may read something else.", debug, value),
				"When they are no longer needed: "+shell.Unset(p.GOOS(), debug))}
		}
		meant := cmp.Or(spellings[strings.ToLower(value)], strings.ToLower(value))
		fix := "Take the variable away: " + shell.Unset(p.GOOS(), debug)
		if slices.Contains(debugValues, meant) {
			fix = fmt.Sprintf("Take the variable away, or set it to %s: %s", meant, shell.Unset(p.GOOS(), debug))
		}
		return []report.Problem{*problem("loader_debug", report.SeverityWarning,
			fmt.Sprintf("%s is %+q, which the loader ignores: it knows none, %s.", debug, value, strings.Join(debugValues, ", ")), fix)}
	},
}

// debugValues are the values that the loader knows besides none, and spellings are others that people write.
var (
	debugValues = []string{"error", "warn", "info", "all", "verbose"}
	spellings   = map[string]string{"warning": "warn", "debug": "all", "trace": "verbose", "1": "all"}
)
