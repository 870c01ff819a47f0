// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// hidingValue is about rule Y4 in the view of the other width. In the keys that the host's programs read, it is hidden_layers.
var hidingValue = lint.Linter{
	ID:       "hidden_layers_of_other_width",
	Explain:  "A value of Windows' registry is no REG_DWORD, and hides the API layers that come after it from programs of the other width.",
	Thorough: true,
	Check: check(func(ctx context.Context, m machine) []report.Problem {
		_, other, both := m.views()
		if !both {
			return nil
		}
		var problems []report.Problem
		for _, layer := range m.layersOf(ctx, other) {
			if layer.Err == nil || layer.Err.Code != loader.CodeLayerRegistryValue {
				continue
			}
			problems = append(problems, problem("hidden_layers_of_other_width", report.SeverityWarning,
				fmt.Sprintf("No %s program gets the API layers that come after the value \"%s\": %s", other.bits, layer.Path, layer.Err.Text), layer.Err.Fix)...)
		}
		return problems
	}),
}

// layersOf returns what the view of one width names as layers below HKEY_LOCAL_MACHINE.
func (m machine) layersOf(ctx context.Context, v view) []loader.Layer {
	found, err := m.seen(v).Layers(ctx)
	if err != nil {
		return nil
	}
	var list []loader.Layer
	for _, layer := range found.All {
		if strings.HasPrefix(layer.Source, v.key+`\`) {
			list = append(list, layer)
		}
	}
	return list
}
