// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// runtimeType is about rule W6: the names are manifests, and the numbers say whether they are offered.
var runtimeType = lint.Linter{
	ID:       "available_runtime_type",
	Explain:  "A value in AvailableRuntimes of Windows' registry is no REG_DWORD, so programs that let users choose a runtime may not offer it.",
	Thorough: true,
	Check: check(func(_ context.Context, m machine) []report.Problem {
		var problems []report.Problem
		for _, v := range []view{wide, narrow} {
			key := v.key + `\AvailableRuntimes`
			for _, value := range m.values(key) {
				if value.Kind == registry.DWord && len(value.Data) == dwordSize || value.Name == "" {
					continue
				}
				fix := fmt.Sprintf(`Delete the value, as administrator: reg delete "%s" /v "%s" /f`, key, value.Name)
				if m.Host.FileAt(m.Host.Absolute(value.Name)).State == loader.StateFound && strings.HasSuffix(value.Name, ".json") {
					fix = fmt.Sprintf(`Make it one, as administrator: reg add "%s" /v "%s" /t REG_DWORD /d 0 /f`, key, value.Name)
				}
				problems = append(problems, problem("available_runtime_type", report.SeverityWarning,
					fmt.Sprintf("The value %s of %s is %s where REG_DWORD is needed, so programs that let users choose a runtime may not offer it.", value.Name, key, value.Kind), fix)...)
			}
		}
		return problems
	}),
}

const dwordSize = 4
