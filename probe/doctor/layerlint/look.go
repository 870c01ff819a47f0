// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// layers are what the loader's search for API layers finds, and which of them it tries to load for a program.
type layers struct {
	*lint.Patient
	found loader.Layers
	plan  loader.LayerPlan
}

// check makes a linter's check of one that looks at all layers. Nothing is found where the search is not known.
func check(look func(layers) []report.Problem) func(context.Context, *lint.Patient) []report.Problem {
	return func(ctx context.Context, p *lint.Patient) []report.Problem {
		found, err := p.Host.Layers(ctx)
		if err != nil {
			return nil
		}
		return look(layers{Patient: p, found: found, plan: p.Host.PlanLayers(found, p.Host.RequestedLayers())})
	}
}

// each makes a linter's check of one that looks at one layer after another. It passes over those of which the report already says
// what is wrong: two problems would be one fault.
func each(look func(layers, loader.Layer) *report.Problem) func(context.Context, *lint.Patient) []report.Problem {
	return check(func(l layers) []report.Problem {
		var problems []report.Problem
		for _, layer := range l.found.All {
			if l.isTold(layer) {
				continue
			}
			if problem := look(l, layer); problem != nil {
				problems = append(problems, *problem)
			}
		}
		return problems
	})
}

// isTold reports whether the report says what is wrong with a layer.
func (l layers) isTold(layer loader.Layer) bool {
	if program := l.Report.Program; program.StoppedByLayers() && program.Because != nil && strings.Contains(*program.Because, layer.Path) {
		return true
	}
	return slices.ContainsFunc(l.Report.Problems, func(p report.Problem) bool { return strings.Contains(p.Text, layer.Path) })
}

// on returns the layers that a program loads, in the loader's order: the first is nearest the program.
func (l layers) on() []loader.Layer {
	return slices.DeleteFunc(slices.Clone(l.plan.Load), func(layer loader.Layer) bool {
		return slices.ContainsFunc(l.Report.Layers, func(row report.Layer) bool {
			return row.Manifest == layer.Path && (row.Type == report.LayerImplicit) == layer.Implicit && !row.Enabled
		})
	})
}

// isOn reports whether a program loads a layer.
func (l layers) isOn(layer loader.Layer) bool {
	return slices.ContainsFunc(l.on(), func(other loader.Layer) bool { return other.Path == layer.Path && other.Implicit == layer.Implicit })
}

// problem returns a problem of the machine.
func problem(id string, severity report.Severity, text, fix string) *report.Problem {
	return new(lint.Problem(id, severity, "host", text, fix))
}

// called is a layer in words.
func called(layer loader.Layer) string {
	if layer.Name == "" {
		return "the API layer of " + layer.Path
	}
	return fmt.Sprintf("the API layer %s (%s)", strings.ToValidUTF8(layer.Name, "\uFFFD"), layer.Path)
}

// Called begins a sentence with a layer.
func beginning(layer loader.Layer) string { return "T" + called(layer)[1:] }

// inManifest is a fix that changes a manifest: the loader's own words, after the file's name.
func inManifest(layer loader.Layer) string {
	fix := []rune(layer.Err.Fix)
	fix[0] = unicode.ToLower(fix[0])
	return "In " + layer.Path + ", " + string(fix)
}

// remove is the command that takes a layer's manifest away from the loader.
func (l layers) remove(layer loader.Layer) string {
	if value := l.valueOf(layer); value != "" {
		return fmt.Sprintf(`reg delete "%s" /v "%s" /f`, layer.Source, value)
	}
	return l.Remove(layer.Path)
}

// valueOf returns the name of the registry's value that names a layer's manifest, or "" if none does.
func (l layers) valueOf(layer loader.Layer) string {
	if !strings.HasPrefix(layer.Source, "HKEY_") || l.Host.RegistrySource() == nil {
		return ""
	}
	values, _ := l.Host.RegistrySource().Values(layer.Source) // the search has just read it
	for _, value := range values {
		for entry := range strings.SplitSeq(value.Name, ";") {
			if l.Host.Absolute(entry) == layer.Path {
				return value.Name
			}
		}
	}
	return ""
}

// turnOff is the fix that keeps programs from loading a layer.
func (l layers) turnOff(layer loader.Layer) string {
	if value := l.valueOf(layer); value != "" {
		return fmt.Sprintf(`Turn it off%s: reg add "%s" /v "%s" /t REG_DWORD /d 1 /f`, asAdministrator(layer.Source), layer.Source, value)
	}
	if layer.Implicit {
		if !shell.IsVariable(layer.DisableVariable) {
			return "Uninstall it: no variable that a shell can set turns it off."
		}
		return "Turn it off, or uninstall it: " + shell.Set(l.GOOS(), layer.DisableVariable, "1")
	}
	return "Ask for it no longer: " + l.request(func(names []string) []string {
		return slices.DeleteFunc(names, func(name string) bool { return name == layer.Name })
	})
}

func asAdministrator(key string) string {
	if strings.HasPrefix(key, "HKEY_LOCAL_MACHINE") {
		return ", as administrator"
	}
	return ""
}

// requested is the variable that names explicit layers (rule Y15).
const requested = "XR_ENABLE_API_LAYERS"

// request is the command that sets the variable to other names.
func (l layers) request(change func([]string) []string) string {
	names := change(slices.DeleteFunc(l.Host.RequestedLayers(), func(name string) bool { return name == "" }))
	if len(names) == 0 {
		return shell.Unset(l.GOOS(), requested)
	}
	return shell.Set(l.GOOS(), requested, strings.Join(names, l.Host.ListSeparator()))
}

// text is a sentence of the loader, without its full stop.
func text(err *loader.ManifestError) string {
	at := ""
	if err.Line > 0 {
		at = fmt.Sprintf("line %d, column %d: ", err.Line, err.Column)
	}
	return at + strings.TrimSuffix(cmp.Or(err.Text, err.Code), ".")
}
