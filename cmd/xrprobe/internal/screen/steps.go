// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package screen

import (
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// StepTable lists every place that was searched, in order.
func StepTable(resolution *report.Resolution) prose.Table {
	t := prose.Table{Kind: "step", Header: []string{"RULE", "STATE", "LOOKED AT"}}
	if resolution == nil {
		return t
	}
	for _, step := range resolution.Steps {
		t.Rows = append(t.Rows, []string{step.Rule, step.State, describeStep(step)})
	}
	return t
}

func describeStep(step report.Step) string {
	text := step.What
	if step.Path != nil {
		text += " " + *step.Path
	}
	if step.Note != nil {
		text += " (" + *step.Note + ")"
	}
	return text
}
