// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// miscasedVariable is about variables that somebody meant to set. An implicit layer that waits for its variable is no fault by itself.
var miscasedVariable = lint.Linter{
	ID:       "layer_variable_case",
	Explain:  "The variable that turns an implicit API layer on or off is not set, and one of the same name in another case is.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		if layer.Err != nil || !layer.Implicit || l.GOOS() == "windows" { // whose variables have no case
			return nil
		}
		for _, row := range []struct{ name, state string }{{layer.EnableVariable, "off"}, {layer.DisableVariable, "on"}} {
			if _, set := l.Host.Getenv(row.name); row.name == "" || set || row.state == "on" && layer.DisabledBy != "" {
				continue
			}
			for _, other := range []string{strings.ToUpper(row.name), strings.ToLower(row.name)} {
				value, set := l.Host.Getenv(other)
				if other == row.name || !set || !shell.IsVariable(row.name) {
					continue
				}
				return problem("layer_variable_case", report.SeverityWarning,
					fmt.Sprintf("%s is %s: its variable is called %s, and %s is set instead.", beginning(layer), row.state, row.name, other),
					fmt.Sprintf("Set the right one: unset %s && %s", other, shell.Set(l.GOOS(), row.name, value)))
			}
		}
		return nil
	}),
}
