// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Why a question has no answer: it was left out, or it is about what there is not.
var (
	errNotSurvived = errors.New("the runtime did not survive this question")
	errNoViews     = errors.New("the views themselves were not to be had")
)

// readStructures asks for every structure that extends XrSystemProperties. Where not even
// the base properties were to be had, none of them was.
func (c *climber) readStructures(system *openxr.System, out *report.System, base error) {
	b := batch{climber: c, structs: xr.SystemPropertyStructs(), command: "xrGetSystemProperties", of: out.FormFactor, base: base}
	out.Properties = make([]report.Property, len(b.structs))
	b.each = func(i int, known answered) {
		s := b.structs[i]
		out.Properties[i] = report.Property{Struct: s.Name, Extension: s.Extension, State: known.state, Because: known.because}
	}
	b.ask = func(some []xr.PropertyStruct) error {
		answers, err := system.PropertiesOf(some)
		for _, answer := range answers {
			at := b.index(answer.Struct)
			b.each(at, answered{state: stateOf(answer)})
			if answer.State == openxr.PropertyReported {
				out.Properties[at].Values = valuesOf(answer.Values)
			}
			c.doubt(answer.Err)
		}
		return err
	}
	b.run()
}

// readViewStructures asks for every structure that extends XrViewConfigurationView.
func (c *climber) readViewStructures(system *openxr.System, formFactor string, configuration xr.ViewConfigurationType, out *report.ViewConfiguration) {
	b := batch{climber: c, structs: xr.ViewPropertyStructs(), command: "xrEnumerateViewConfigurationViews", of: formFactor + ", " + out.Type}
	if out.Views == nil {
		b.base = errNoViews
	}
	out.Properties = make([]report.ViewProperty, len(b.structs))
	b.each = func(i int, known answered) {
		s := b.structs[i]
		out.Properties[i] = report.ViewProperty{Struct: s.Name, Extension: s.Extension, State: known.state, Because: known.because}
	}
	b.ask = func(some []xr.PropertyStruct) error {
		views, err := system.ViewPropertiesOf(configuration, some)
		for i, s := range some {
			b.each(b.index(s), answered{state: report.PropertyUntouched})
			for _, view := range views {
				c.takeView(view[i], &out.Properties[b.index(s)])
			}
			if out.Properties[b.index(s)].State == report.PropertyUntouched {
				out.Properties[b.index(s)].Views = nil
			}
		}
		return err
	}
	b.run()
}

// takeView adds what was said of one view. A structure is reported if it is of any view.
func (c *climber) takeView(answer openxr.Property, out *report.ViewProperty) {
	if answer.State == openxr.PropertyReported {
		out.State = report.PropertyReported
	}
	out.Views = append(out.Views, valuesOf(answer.Values))
	c.doubt(answer.Err)
}

func (c *climber) doubt(err error) {
	if err != nil {
		c.trouble(err)
	}
}

// batch is a question for structures that are asked for together.
type batch struct {
	climber *climber
	structs []xr.PropertyStruct
	command string
	of      string
	// base is why there is no answer without any of the structures, or nil.
	base error
	// each is told what is known of a structure.
	each func(i int, known answered)
	// ask makes one call, and tells each what came of it.
	ask    func([]xr.PropertyStruct) error
	failed []string
}

// answered is what became of a structure, and why.
type answered struct {
	state   report.PropertyState
	because *string
}

func (b *batch) index(s xr.PropertyStruct) int {
	return slices.IndexFunc(b.structs, func(other xr.PropertyStruct) bool { return other.Name == s.Name })
}

func (b *batch) run() {
	var asked []xr.PropertyStruct
	for i, s := range b.structs {
		b.each(i, b.climber.unanswered(s.Extension))
		if slices.Contains(b.climber.found.Enabled, s.Extension) {
			asked = append(asked, s)
		}
	}
	if b.base != nil {
		for _, s := range asked {
			b.each(b.index(s), answered{report.PropertyFailed, new(b.base.Error())})
		}
		return
	}
	b.isolate(asked)
	if len(b.failed) > 0 {
		b.climber.trouble(fmt.Errorf("%d of %d structures with properties: %s", len(b.failed), len(asked), strings.Join(b.failed, "; ")))
	}
}

// isolate asks for structures together. Where that fails, or has ended the runtime's
// process before, it asks for fewer at a time, until only those have failed that fail alone.
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

// announce says what is asked. That several are not asked together is no problem, since
// they are asked for one by one.
func (b *batch) announce(structs []xr.PropertyStruct) bool {
	first, last := structs[0].Name, structs[len(structs)-1].Name
	if len(structs) == 1 {
		return b.climber.ask(fmt.Sprintf("%s(%s, %s)", b.command, b.of, first))
	}
	return b.climber.announce(fmt.Sprintf("%s(%s, %d structures from %s to %s)", b.command, b.of, len(structs), first, last))
}

func (b *batch) fail(s xr.PropertyStruct, err error) {
	b.each(b.index(s), answered{report.PropertyFailed, new(err.Error())})
	if !errors.Is(err, errNotSurvived) { // which was said when it was left out
		b.failed = append(b.failed, s.Name+": "+err.Error())
	}
}

// unanswered is what is known of an extension's structures without asking for them.
func (c *climber) unanswered(extension string) answered {
	switch {
	case !c.lists(extension):
		return answered{state: report.PropertyNotAdvertised}
	case c.withheld(extension):
		return answered{report.PropertyNotAsked, new(identifying)}
	default:
		return answered{report.PropertyFailed, new(refused(extension))}
	}
}

func stateOf(answer openxr.Property) report.PropertyState {
	if answer.State == openxr.PropertyReported {
		return report.PropertyReported
	}
	return report.PropertyUntouched
}

func refused(extension string) string {
	return "xrCreateInstance refuses to enable " + extension + ", which the runtime lists"
}

// valuesOf writes values as reports have them.
func valuesOf(from map[string]openxr.Value) map[string]report.Value {
	values := make(map[string]report.Value, len(from))
	for name, value := range from {
		values[name] = report.Value(value)
	}
	return values
}

// askQueries calls the commands of extensions that need no session.
func (c *climber) askQueries(system *openxr.System, out *report.System) {
	for _, query := range openxr.Queries() {
		answer := c.query(system, out.FormFactor, query)
		out.Queries = append(out.Queries, answer)
		if query.Command == "xrEnumerateSpatialCapabilitiesEXT" && answer.State == report.QueryAnswered {
			out.SpatialCapabilities = answer.Values[openxr.QueryList].Names
		}
	}
}

// refusals are answers to a query that tell of no trouble: this headset has not what the
// runtime has for others.
var refusals = []xr.Result{xr.ErrorFunctionUnsupported, xr.ErrorFeatureUnsupported}

func (c *climber) query(system *openxr.System, formFactor string, query openxr.Query) report.Query {
	answer := report.Query{Command: query.Command, Extension: query.Extension}
	switch {
	case !c.lists(query.Extension):
		answer.State = report.QueryNotAdvertised
	case c.withheld(query.Extension):
		answer.State, answer.Because = report.QueryNotAsked, new(identifying)
	case query.NotAsked != "":
		answer.State, answer.Because = report.QueryNotAsked, &query.NotAsked
	case !slices.Contains(c.found.Enabled, query.Extension):
		answer.State, answer.Because = report.QueryFailed, new(refused(query.Extension))
	case !c.ask(fmt.Sprintf("%s(%s)", query.Command, formFactor)):
		answer.State, answer.Because = report.QueryFailed, new(errNotSurvived.Error())
	default:
		values, err := query.Ask(system)
		if err == nil {
			answer.State, answer.Values = report.QueryAnswered, valuesOf(values)
			break
		}
		answer.State, answer.Because = report.QueryFailed, new(err.Error())
		if result, _ := openxr.ResultOf(err); !slices.Contains(refusals, result) {
			c.trouble(err)
		}
	}
	return answer
}

// lists reports whether the runtime lists an extension.
func (c *climber) lists(extension string) bool {
	return slices.ContainsFunc(c.found.Extensions, func(e report.Extension) bool { return e.Name == extension })
}

// identifying is why some questions are not asked.
const identifying = "it tells one device from all others, and is asked for with --identify alone"

// withheld reports whether an extension tells what is asked for with a word of its own.
func (c *climber) withheld(extension string) bool {
	return !c.request.Identify && slices.Contains([]string{
		xr.METAHeadsetIDExtensionName, xr.OCULUSAudioDeviceGuidExtensionName, xr.HTCXViveTrackerInteractionExtensionName,
	}, extension)
}
