// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// contraryVariable is about rule Y5: only whether a variable is set counts.
var contraryVariable = lint.Linter{
	ID:       "layer_variable_value",
	Explain:  "A variable that turns an implicit API layer off or on is set to a value that means the contrary, and the loader does not look at the value.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		if layer.Err != nil || !layer.Implicit {
			return nil
		}
		name, state := layer.EnableVariable, "on"
		if layer.DisabledBy == layer.DisableVariable+" is set" {
			name, state = layer.DisableVariable, "off"
		}
		value, set := l.Host.Getenv(name)
		if name == "" || !set || state == "on" && layer.DisabledBy != "" || !slices.Contains(contrary, strings.ToLower(value)) {
			return nil
		}
		return problem("layer_variable_value", report.SeverityWarning,
			fmt.Sprintf("%s is %s, because %s is set: to %+q, but the loader looks only whether it is set.", beginning(layer), state, name, value),
			"Take the variable away: "+shell.Unset(l.GOOS(), name))
	}),
}

// contrary are values that people write for no.
var contrary = []string{"", "0", "false", "no", "off", "n", "f"}
