// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/report"
)

// errNotSurvived is why a question that was left out has no answer.
var errNotSurvived = errors.New("the runtime did not survive this question")

// readStructures asks for every structure that extends XrSystemProperties. Where not even
// the base properties were to be had, none of them was.
func (c *climber) readStructures(system *openxr.System, out *report.System, base error) {
	structs := xr.SystemPropertyStructs()
	var asked []xr.PropertyStruct
	at := map[string]int{}
	out.Properties = make([]report.Property, len(structs))
	for i, s := range structs {
		at[s.Name] = i
		out.Properties[i] = c.unanswered(s)
		if slices.Contains(c.found.Enabled, s.Extension) {
			asked = append(asked, s)
		}
	}
	var failed []string
	fail := func(s xr.PropertyStruct, err error) {
		out.Properties[at[s.Name]].State, out.Properties[at[s.Name]].Because = report.PropertyFailed, new(err.Error())
		if !errors.Is(err, errNotSurvived) { // which is said of each
			failed = append(failed, s.Name+": "+err.Error())
		}
	}
	if base != nil {
		for _, s := range asked {
			fail(s, base)
		}
		return
	}
	c.isolate("xrGetSystemProperties", out.FormFactor, asked, fail, func(some []xr.PropertyStruct) error {
		answers, err := system.PropertiesOf(some)
		for _, answer := range answers {
			c.take(answer, &out.Properties[at[answer.Struct.Name]])
		}
		return err
	})
	if len(failed) > 0 {
		c.trouble(fmt.Errorf("%d of %d structures with properties: %s", len(failed), len(asked), strings.Join(failed, "; ")))
	}
}

// isolate asks for structures together. Where that fails, or has ended the runtime's
// process before, it asks for fewer at a time, until only those have failed that fail alone.
func (c *climber) isolate(command, of string, structs []xr.PropertyStruct, fail func(xr.PropertyStruct, error), ask func([]xr.PropertyStruct) error) {
	if len(structs) == 0 {
		return
	}
	err := errNotSurvived
	if c.announceStructures(command, of, structs) {
		err = ask(structs)
	}
	switch {
	case err == nil:
	case len(structs) == 1:
		fail(structs[0], err)
	default:
		half := len(structs) / 2
		c.isolate(command, of, structs[:half], fail, ask)
		c.isolate(command, of, structs[half:], fail, ask)
	}
}

// announceStructures says what is asked. That several are not asked together is no
// problem, since they are asked for one by one.
func (c *climber) announceStructures(command, of string, structs []xr.PropertyStruct) bool {
	first, last := structs[0].Name, structs[len(structs)-1].Name
	if len(structs) == 1 {
		return c.ask(fmt.Sprintf("%s(%s, %s)", command, of, first))
	}
	return c.announce(fmt.Sprintf("%s(%s, %d structures from %s to %s)", command, of, len(structs), first, last))
}

// unanswered is what is known of a structure without asking for it.
func (c *climber) unanswered(s xr.PropertyStruct) report.Property {
	property := report.Property{Struct: s.Name, Extension: s.Extension, State: report.PropertyNotAdvertised}
	switch {
	case !c.lists(s.Extension):
	case c.withheld(s.Extension):
		property.State, property.Because = report.PropertyNotAsked, new("it tells one headset from all others, and is asked for with --identify alone")
	default:
		property.State, property.Because = report.PropertyFailed, new(refused(s.Extension))
	}
	return property
}

// take writes an answer as reports have it.
func (c *climber) take(answer openxr.Property, out *report.Property) {
	out.State, out.Because = report.PropertyUntouched, nil
	if answer.State == openxr.PropertyReported {
		out.State, out.Values = report.PropertyReported, valuesOf(answer.Values)
	}
	if answer.Err != nil {
		c.trouble(answer.Err)
	}
}

func refused(extension string) string {
	return "xrCreateInstance refuses to enable " + extension + ", which the runtime lists"
}

// valuesOf writes values as reports have them.
func valuesOf(from map[string]any) map[string]report.Value {
	values := make(map[string]report.Value, len(from))
	for name, value := range from {
		switch value := value.(type) {
		case bool:
			values[name] = report.Value{Bool: &value}
		case uint64:
			values[name] = report.Value{Number: &value}
		case string:
			values[name] = report.Value{Text: &value}
		case []string:
			values[name] = report.Value{Names: value}
		}
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

func (c *climber) query(system *openxr.System, formFactor string, query openxr.Query) report.Query {
	answer := report.Query{Command: query.Command, Extension: query.Extension}
	switch {
	case !c.lists(query.Extension):
		answer.State = report.QueryNotAdvertised
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
		if result, _ := openxr.ResultOf(err); result != xr.ErrorFunctionUnsupported {
			c.trouble(err)
		}
	}
	return answer
}

// lists reports whether the runtime lists an extension.
func (c *climber) lists(extension string) bool {
	return slices.ContainsFunc(c.found.Extensions, func(e report.Extension) bool { return e.Name == extension })
}

// withheld reports whether an extension tells what is asked for with a word of its own.
func (c *climber) withheld(extension string) bool {
	return extension == xr.METAHeadsetIDExtensionName && !c.request.Identify
}
