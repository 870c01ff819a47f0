// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// Why a question has no answer.
var (
	errNotSurvived = errors.New("the runtime did not survive this question")
	errNoViews     = errors.New("the views themselves are not known")
)

// readStructures asks for every structure of a listed extension that extends XrSystemProperties. Base is why the
// runtime did not answer the base properties, or nil; then it answers no structure either.
func (a *asker) readStructures(system *openxr.System, out *report.System, base error) {
	b := batch{asker: a, structs: a.listed(xr.SystemPropertyStructs()), command: "xrGetSystemProperties", of: out.FormFactor, base: base}
	out.Properties = make([]report.Property, len(b.structs))
	b.each = func(i int, known outcome) {
		s := b.structs[i]
		out.Properties[i] = report.Property{Struct: s.Name, Extension: s.Extension, State: known.state, Because: known.because}
	}
	b.ask = func(some []xr.PropertyStruct) error {
		answers, err := system.PropertiesOf(some)
		for _, answer := range answers {
			at := b.index(answer.Struct)
			b.each(at, outcome{state: stateOf(answer)})
			if answer.State == openxr.PropertyReported {
				out.Properties[at].Values = valuesOf(answer.Values)
			}
			a.addProblem(answer.Err)
		}
		return err
	}
	b.run()
}

// readViewStructures asks for every structure of a listed extension that extends XrViewConfigurationView.
func (a *asker) readViewStructures(system *openxr.System, formFactor string, configuration xr.ViewConfigurationType, out *report.ViewConfiguration) {
	b := batch{asker: a, structs: a.listed(xr.ViewPropertyStructs()), command: "xrEnumerateViewConfigurationViews", of: formFactor + ", " + out.Type}
	if out.Views == nil {
		b.base = errNoViews
	}
	out.Properties = make([]report.ViewProperty, len(b.structs))
	b.each = func(i int, known outcome) {
		s := b.structs[i]
		out.Properties[i] = report.ViewProperty{Struct: s.Name, Extension: s.Extension, State: known.state, Because: known.because}
	}
	b.ask = func(some []xr.PropertyStruct) error {
		views, err := system.ViewPropertiesOf(configuration, some)
		for i, s := range some {
			b.each(b.index(s), outcome{state: report.PropertyUntouched})
			for _, view := range views {
				a.addView(view[i], &out.Properties[b.index(s)])
			}
			if out.Properties[b.index(s)].State == report.PropertyUntouched {
				out.Properties[b.index(s)].Views = nil
			}
		}
		return err
	}
	b.run()
}

// addView adds the answer for one view. A structure counts as reported if the runtime filled
// it in for any view.
func (a *asker) addView(answer openxr.Property, out *report.ViewProperty) {
	if answer.State == openxr.PropertyReported {
		out.State = report.PropertyReported
	}
	out.Views = append(out.Views, valuesOf(answer.Values))
	a.addProblem(answer.Err)
}

// batch asks for several structures with one call.
type batch struct {
	asker   *asker
	structs []xr.PropertyStruct
	command string
	of      string
	// base is why the call fails even without any of the structures, or nil.
	base error
	// each records the outcome for one structure.
	each func(i int, known outcome)
	// ask makes one call and records the outcome for each structure.
	ask    func([]xr.PropertyStruct) error
	failed []string
}

// outcome is the state of a structure, and the reason for it.
type outcome struct {
	state   report.PropertyState
	because *string
}

func (b *batch) index(s xr.PropertyStruct) int {
	return slices.IndexFunc(b.structs, func(other xr.PropertyStruct) bool { return other.Name == s.Name })
}

func (b *batch) run() {
	var asked []xr.PropertyStruct
	for i, s := range b.structs {
		b.each(i, b.asker.unasked(s.Extension))
		if b.asker.enabled(s.Extension) {
			asked = append(asked, s)
		}
	}
	if b.base != nil {
		for _, s := range asked {
			b.each(b.index(s), outcome{report.PropertyFailed, new(b.base.Error())})
		}
		return
	}
	b.isolate(asked)
	if len(b.failed) > 0 {
		b.asker.addProblem(fmt.Errorf("%d of %d structures with properties: %s", len(b.failed), len(asked), strings.Join(b.failed, "; ")))
	}
}

// isolate asks for structures together. If that fails, or ended the runtime's process
// before, it asks for half of them at a time, until it knows which ones fail on their own.
func (b *batch) isolate(structs []xr.PropertyStruct) {
	if len(structs) == 0 {
		return
	}
	err := errNotSurvived
	if b.announce(structs) {
		err = b.ask(structs)
	}
	switch {
	case err == nil:
	case len(structs) == 1:
		b.fail(structs[0], err)
	default:
		half := len(structs) / 2
		b.isolate(structs[:half])
		b.isolate(structs[half:])
	}
}

// announce announces the question. Leaving out several structures is no problem, since
// isolate asks for fewer of them then.
func (b *batch) announce(structs []xr.PropertyStruct) bool {
	names := make([]string, 0, len(structs))
	for _, s := range structs {
		names = append(names, s.Name)
	}
	question := wire.Question{Command: b.command, Of: b.of, Part: rangeOf(names, "structures")}
	if len(structs) == 1 {
		return b.asker.ask(question)
	}
	return b.asker.announce(question)
}

func (b *batch) fail(s xr.PropertyStruct, err error) {
	b.each(b.index(s), outcome{report.PropertyFailed, new(b.asker.said(err))})
	if !errors.Is(err, errNotSurvived) { // ask recorded that problem already
		b.failed = append(b.failed, s.Name+": "+b.asker.said(err))
	}
}

// listed returns the structures whose extensions the runtime lists. The others get no row.
func (a *asker) listed(structs []xr.PropertyStruct) []xr.PropertyStruct {
	return slices.DeleteFunc(structs, func(s xr.PropertyStruct) bool { return !a.lists(s.Extension) })
}

// unasked returns the outcome of a listed extension's structures if they cannot be asked for.
func (a *asker) unasked(extension string) outcome {
	if a.withholds(extension) {
		return outcome{report.PropertyNotAsked, new(withheldBecause)}
	}
	return outcome{report.PropertyFailed, new(refused(extension))}
}

func stateOf(answer openxr.Property) report.PropertyState {
	if answer.State == openxr.PropertyReported {
		return report.PropertyReported
	}
	return report.PropertyUntouched
}

// valuesOf returns values in the report's form.
func valuesOf(from map[string]openxr.Value) map[string]report.Value {
	values := make(map[string]report.Value, len(from))
	for name, value := range from {
		values[name] = report.Value(value)
	}
	return values
}
