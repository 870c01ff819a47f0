// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/report"
)

// readExtensionProperties asks for every structure that extends XrSystemProperties.
func (c *climber) readExtensionProperties(system *openxr.System, out *report.System) {
	answers := system.PropertiesOf(xr.SystemPropertyStructs())
	out.Properties = make([]report.Property, 0, len(answers))
	var failed []string
	for _, answer := range answers {
		if answer.Struct.Extension == xr.METAHeadsetIDExtensionName && c.lists(answer.Struct.Extension) && !c.request.Identify {
			out.Queries = append(out.Queries, report.Query{
				Command: "xrGetSystemProperties", Extension: answer.Struct.Extension, State: report.QueryNotAsked,
				Because: new(answer.Struct.Name + " tells one headset from all others; it is asked for with --identify alone"),
			})
			continue
		}
		property := c.property(answer)
		out.Properties = append(out.Properties, property)
		if answer.State == openxr.PropertyFailed {
			failed = append(failed, answer.Err.Error())
		} else if answer.Err != nil {
			c.trouble(answer.Err)
		}
	}
	if len(failed) > 0 && out.Name != nil { // else nothing at all was answered, which was said
		c.trouble(fmt.Errorf("%d of %d structures with properties: %s", len(failed), len(answers), strings.Join(failed, "; ")))
	}
}

// property writes an answer as reports have it.
func (c *climber) property(answer openxr.Property) report.Property {
	property := report.Property{Struct: answer.Struct.Name, Extension: answer.Struct.Extension}
	switch {
	case answer.State == openxr.PropertyReported:
		property.State, property.Values = report.PropertyReported, valuesOf(answer.Values)
	case answer.State == openxr.PropertyUntouched:
		property.State = report.PropertyUntouched
	case answer.State == openxr.PropertyFailed:
		property.State, property.Because = report.PropertyFailed, new(answer.Err.Error())
	case c.lists(answer.Struct.Extension):
		property.State, property.Because = report.PropertyFailed, new(refused(answer.Struct.Extension))
	default:
		property.State = report.PropertyNotAdvertised
	}
	return property
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
		answer := c.query(system, query)
		out.Queries = append(out.Queries, answer)
		if query.Command == "xrEnumerateSpatialCapabilitiesEXT" && answer.State == report.QueryAnswered {
			out.SpatialCapabilities = answer.Values[openxr.QueryList].Names
		}
	}
}

func (c *climber) query(system *openxr.System, query openxr.Query) report.Query {
	answer := report.Query{Command: query.Command, Extension: query.Extension}
	switch {
	case !c.lists(query.Extension):
		answer.State = report.QueryNotAdvertised
	case query.NotAsked != "":
		answer.State, answer.Because = report.QueryNotAsked, &query.NotAsked
	case !slices.Contains(c.found.Enabled, query.Extension):
		answer.State, answer.Because = report.QueryFailed, new(refused(query.Extension))
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
