// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package parts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// Part is one part of a report that show prints as a table.
type Part struct {
	// Name is its word on the command line, and Short says what it has.
	Name, Short string
	header      []string
	rows        func(*report.Report) [][]string
	// allHeader and allRows are the table for --all: everything that can be asked. They are
	// nil for a part whose table is complete already.
	allHeader []string
	allRows   func(*report.Report) [][]string
}

// Env is the name of the part for which no runtime is asked.
const Env = "env"

// All returns every part.
func All() []Part {
	return []Part{
		{Name: "extensions", Short: "instance extensions and their versions", header: []string{"RUNTIME", "EXTENSION", "VERSION"}, rows: extensionRows},
		{
			Name: "properties", Short: "what each system says about itself, extensions included",
			header: []string{"RUNTIME", "FORM FACTOR", "PROPERTY", "VALUE"}, rows: propertyRows,
			allHeader: []string{"RUNTIME", "FORM FACTOR", "QUESTION", "EXTENSION", "STATE", "ANSWER OR REASON"}, allRows: coverageRows,
		},
		{
			Name: "views", Short: "each view's sizes in pixels, and sample counts",
			header: []string{"RUNTIME", "VIEW CONFIGURATION", "VIEW", "RECOMMENDED", "MAX", "SAMPLES", "BY EXTENSIONS"}, rows: viewRows,
			allHeader: []string{"RUNTIME", "VIEW CONFIGURATION", "QUESTION", "EXTENSION", "STATE", "ANSWER OR REASON"}, allRows: viewCoverageRows,
		},
		{Name: "blend-modes", Short: "environment blend modes, in the runtime's order", header: []string{"RUNTIME", "VIEW CONFIGURATION", "BLEND MODE"}, rows: blendModeRows},
		{Name: "formats", Short: "swapchain formats, in the runtime's order; --level session", header: []string{"RUNTIME", "SESSION", "FORMAT", "NUMBER"}, rows: formatRows},
		{Name: "spaces", Short: "reference spaces and their bounds; --level session", header: []string{"RUNTIME", "SESSION", "SPACE", "CREATABLE", "BOUNDS"}, rows: spaceRows},
		{Name: Env, Short: "environment variables that decide what is found; needs no runtime", header: []string{"VARIABLE", "STATE", "VALUE"}, rows: environmentRows},
	}
}

// Names returns the names of all parts.
func Names() []string {
	var names []string
	for _, p := range All() {
		names = append(names, p.Name)
	}
	return names
}

// HasMore reports whether the part has a longer table, of everything that can be asked.
func (p Part) HasMore() bool { return p.allRows != nil }

// Table returns the part as a table, or the longer one.
func (p Part) Table(r *report.Report, all bool) prose.Table {
	if all {
		return prose.Table{Header: p.allHeader, Rows: p.allRows(r)}
	}
	return prose.Table{Header: p.header, Rows: p.rows(r)}
}

func extensionRows(r *report.Report) [][]string {
	var rows [][]string
	for i, runtime := range r.Runtimes {
		for j, extension := range runtime.Extensions {
			assumed := r.Assumes(fmt.Sprintf("runtimes[%d].extensions[%d].version", i, j))
			rows = append(rows, []string{runtime.ID, extension.Name, mark(number(extension.Version), assumed)})
		}
	}
	return rows
}

// propertiesOf returns pairs of a name, as reports have it, and a value.
func propertiesOf(r *report.Report, at string, system report.System) [][2]string {
	properties := [][2]string{{"status", string(system.Status)}}
	if system.Status != report.SystemAvailable {
		return properties
	}
	vendor, width, height, layers, orientation, position := "unknown", "unknown", "unknown", "unknown", "unknown", "unknown"
	if system.VendorID != nil {
		vendor = fmt.Sprintf("%d (0x%04x)", *system.VendorID, *system.VendorID)
	}
	if g := system.Graphics; g != nil {
		width, height, layers = number(g.MaxSwapchainImageWidth), number(g.MaxSwapchainImageHeight), number(g.MaxLayerCount)
	}
	if t := system.Tracking; t != nil {
		orientation, position = prose.YesNo(t.Orientation), prose.YesNo(t.Position)
	}
	marked := func(name, value, key string) {
		properties = append(properties, [2]string{name, mark(value, r.Assumes(at+"."+key))})
	}
	marked("name", prose.Known(system.Name), "name")
	marked("vendor_id", vendor, "vendor_id")
	marked("max_swapchain_image_width", width, "graphics.max_swapchain_image_width")
	marked("max_swapchain_image_height", height, "graphics.max_swapchain_image_height")
	marked("max_layer_count", layers, "graphics.max_layer_count")
	marked("orientation_tracking", orientation, "tracking.orientation")
	marked("position_tracking", position, "tracking.position")
	return properties
}

// mark marks a value that a data sheet assumes.
func mark(value string, assumed bool) string {
	if assumed {
		return value + " (assumed)"
	}
	return value
}

func viewRows(r *report.Report) [][]string {
	var rows [][]string
	eachViewConfiguration(r, func(at string, runtime *report.Runtime, configuration report.ViewConfiguration) {
		for i, view := range configuration.Views {
			assumes := func(keys ...string) bool {
				return slices.ContainsFunc(keys, func(key string) bool { return r.Assumes(fmt.Sprintf("%s.views[%d].%s", at, i, key)) })
			}
			rows = append(rows, []string{
				runtime.ID, InWords(configuration.Type), strconv.Itoa(i),
				mark(number(view.RecommendedImageRectWidth)+"x"+number(view.RecommendedImageRectHeight), assumes("recommended_image_rect_width", "recommended_image_rect_height")),
				mark(number(view.MaxImageRectWidth)+"x"+number(view.MaxImageRectHeight), assumes("max_image_rect_width", "max_image_rect_height")),
				mark(number(view.RecommendedSwapchainSampleCount)+" to "+number(view.MaxSwapchainSampleCount), assumes("recommended_swapchain_sample_count", "max_swapchain_sample_count")),
				extendedText(configuration, i),
			})
		}
	})
	return rows
}

func blendModeRows(r *report.Report) [][]string {
	var rows [][]string
	eachViewConfiguration(r, func(_ string, runtime *report.Runtime, configuration report.ViewConfiguration) {
		for _, mode := range configuration.BlendModes {
			rows = append(rows, []string{runtime.ID, InWords(configuration.Type), mode})
		}
	})
	return rows
}

// eachViewConfiguration calls a function with each view configuration, its path in the
// report, and its runtime.
func eachViewConfiguration(r *report.Report, do func(at string, runtime *report.Runtime, configuration report.ViewConfiguration)) {
	eachSystem(r, func(at string, runtime *report.Runtime, system report.System) {
		for i, configuration := range system.ViewConfigurations {
			do(fmt.Sprintf("%s.view_configurations[%d]", at, i), runtime, configuration)
		}
	})
}

func environmentRows(r *report.Report) [][]string {
	var rows [][]string
	for _, variable := range r.Environment {
		value := ""
		if variable.Value != nil {
			value = *variable.Value
		}
		rows = append(rows, []string{variable.Name, variable.State, value})
	}
	return rows
}

func number(n uint32) string { return strconv.FormatUint(uint64(n), 10) }

// InWords makes XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY "head mounted display".
func InWords(enumerant string) string {
	for _, prefix := range []string{"XR_FORM_FACTOR_", "XR_VIEW_CONFIGURATION_TYPE_"} {
		enumerant = strings.TrimPrefix(enumerant, prefix)
	}
	return strings.ToLower(strings.ReplaceAll(enumerant, "_", " "))
}
