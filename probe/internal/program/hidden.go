// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// HiddenID is the ID of the problem that a value of Windows' registry hides API layers.
const HiddenID = "hidden_layers"

// Problems says which API layers programs do not get that they should, and why: values of Windows' registry hide them from every program
// (rule Y4), or they cannot be loaded and others can (rule Y17). There are none for nil.
func (l *Layers) Problems() []report.Problem {
	if l == nil {
		return nil
	}
	return append(l.hidden(), l.dropped()...)
}

func (l *Layers) hidden() []report.Problem {
	problems := []report.Problem{}
	for _, layer := range l.found.All {
		if layer.Err == nil || layer.Err.Code != loader.CodeLayerRegistryValue {
			continue
		}
		text := fmt.Sprintf("A value in the list of API layers is none: \"%s\": %s", layer.Path, layer.Err.Text)
		if hidden := l.hiddenBy(layer); len(hidden) > 0 {
			text = fmt.Sprintf("No program gets the API layers that come after the value \"%s\": %s. %s", layer.Path, strings.Join(hidden, ", "), sentence(layer.Err.Text))
		}
		problems = append(problems, report.Problem{ID: HiddenID, Severity: report.SeverityWarning, Subject: "host", Text: text, Fix: &layer.Err.Fix})
	}
	return problems
}

// hiddenBy returns the names of the layers that a value hides.
func (l *Layers) hiddenBy(culprit loader.Layer) []string {
	var names []string
	for _, layer := range l.found.All {
		if layer.Source == culprit.Source && layer.Err != nil && layer.Err.Code == loader.CodeLayerHidden && layer.Err.Fix == culprit.Err.Fix {
			names = append(names, cmp.Or(layer.Name, layer.Path))
		}
	}
	return names
}

// sentence begins a text with a capital letter.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
