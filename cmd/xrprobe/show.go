// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// part is one part of the answer that show prints as a table.
type part struct {
	name, short string
	header      []string
	rows        func(*report.Report) [][]string
	// allHeader and allRows are the table for --all: everything that can be asked. They are
	// nil for a part whose table is complete already.
	allHeader []string
	allRows   func(*report.Report) [][]string
}

// partEnv is the part for which no runtime is asked.
const partEnv = "env"

func parts() []part {
	return []part{
		{name: "extensions", short: "instance extensions and their versions", header: []string{"RUNTIME", "EXTENSION", "VERSION"}, rows: extensionRows},
		{
			name: "properties", short: "what each system says about itself, extensions included",
			header: []string{"RUNTIME", "FORM FACTOR", "PROPERTY", "VALUE"}, rows: propertyRows,
			allHeader: []string{"RUNTIME", "FORM FACTOR", "QUESTION", "EXTENSION", "STATE", "ANSWER OR REASON"}, allRows: coverageRows,
		},
		{
			name: "views", short: "each view's sizes in pixels, and sample counts",
			header: []string{"RUNTIME", "VIEW CONFIGURATION", "VIEW", "RECOMMENDED", "MAX", "SAMPLES", "BY EXTENSIONS"}, rows: viewRows,
			allHeader: []string{"RUNTIME", "VIEW CONFIGURATION", "QUESTION", "EXTENSION", "STATE", "ANSWER OR REASON"}, allRows: viewCoverageRows,
		},
		{name: "blend-modes", short: "environment blend modes, in the runtime's order", header: []string{"RUNTIME", "VIEW CONFIGURATION", "BLEND MODE"}, rows: blendModeRows},
		{name: "formats", short: "swapchain formats, in the runtime's order; --level session", header: []string{"RUNTIME", "SESSION", "FORMAT", "NUMBER"}, rows: formatRows},
		{name: "spaces", short: "reference spaces and their bounds; --level session", header: []string{"RUNTIME", "SESSION", "SPACE", "CREATABLE", "BOUNDS"}, rows: spaceRows},
		{name: partEnv, short: "environment variables that decide what is found; asks no runtime", header: []string{"VARIABLE", "STATE", "VALUE"}, rows: environmentRows},
	}
}

func partNames() []string {
	var names []string
	for _, p := range parts() {
		names = append(names, p.name)
	}
	return names
}

func (a *app) showCommand() *cobra.Command {
	var all bool
	command := a.command("show WHAT", "One part of the answer as a table", exactlyOne("part", partNames()),
		func(ctx context.Context, args []string) error {
			for _, p := range parts() {
				if p.name == args[0] {
					return a.show(ctx, p, all)
				}
			}
			return nil // exactlyOne has checked the argument
		})
	command.Flags().BoolVar(&all, "all", false, "with properties or views: everything that can be\nasked, and what became of it")
	command.Long = "The parts are:\n"
	for _, p := range parts() {
		command.Long += fmt.Sprintf("\n  %-12s %s", p.name, p.short)
	}
	command.ValidArgs, command.ValidArgsFunction = partNames(), nil
	return command
}

func (a *app) show(ctx context.Context, shown part, all bool) error {
	if err := shown.validate(a.flags.level, all); err != nil {
		return err
	}
	var d defaults
	if shown.name == partEnv {
		d.level = report.LevelManifest
	}
	found, err := a.answered(ctx, d, func(p *prose.Writer, r *report.Report) { p.Table(shown.table(r, all)) })
	if err != nil || shown.name == partEnv {
		return err
	}
	a.warnOfProblems(found)
	a.warnOfGaps(found, shown.name)
	return askedAll(found)
}

// validate refuses a level at which the part is not known, and --all for a part that has
// no longer table.
func (p part) validate(level string, all bool) error {
	switch {
	case needsSession(p.name) && level != string(report.LevelSession):
		return usageError{fmt.Errorf("show %s: only a session knows the %s, and it may light the headset up: add --level %s", p.name, p.name, report.LevelSession)}
	case all && p.allRows == nil:
		return usageError{fmt.Errorf("show %s: the table is complete without --all, which is for properties and views", p.name)}
	default:
		return nil
	}
}

func (p part) table(r *report.Report, all bool) prose.Table {
	if all {
		return prose.Table{Header: p.allHeader, Rows: p.allRows(r)}
	}
	return prose.Table{Header: p.header, Rows: p.rows(r)}
}

// warnOfProblems prints problems to standard error, for commands whose answer is a table.
func (a *app) warnOfProblems(found *report.Report) {
	for _, problem := range found.Problems {
		fmt.Fprintf(a.stderr, "xrprobe: %s\n", prose.Printable(problem.Text))
	}
}

func extensionRows(r *report.Report) [][]string {
	var rows [][]string
	for _, runtime := range r.Runtimes {
		for _, extension := range runtime.Extensions {
			rows = append(rows, []string{runtime.ID, extension.Name, strconv.FormatUint(uint64(extension.Version), 10)})
		}
	}
	return rows
}

// propertiesOf returns pairs of a name, as reports have it, and a value.
func propertiesOf(system report.System) [][2]string {
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
		orientation, position = yesNo(t.Orientation), yesNo(t.Position)
	}
	return append(properties,
		[2]string{"name", prose.Known(system.Name)}, [2]string{"vendor_id", vendor},
		[2]string{"max_swapchain_image_width", width}, [2]string{"max_swapchain_image_height", height},
		[2]string{"max_layer_count", layers},
		[2]string{"orientation_tracking", orientation}, [2]string{"position_tracking", position},
	)
}

func viewRows(r *report.Report) [][]string {
	var rows [][]string
	eachViewConfiguration(r, func(runtime string, configuration report.ViewConfiguration) {
		for i, view := range configuration.Views {
			rows = append(rows, []string{
				runtime, inWords(configuration.Type), strconv.Itoa(i),
				number(view.RecommendedImageRectWidth) + "x" + number(view.RecommendedImageRectHeight),
				number(view.MaxImageRectWidth) + "x" + number(view.MaxImageRectHeight),
				number(view.RecommendedSwapchainSampleCount) + " to " + number(view.MaxSwapchainSampleCount),
				extendedText(configuration, i),
			})
		}
	})
	return rows
}

func blendModeRows(r *report.Report) [][]string {
	var rows [][]string
	eachViewConfiguration(r, func(runtime string, configuration report.ViewConfiguration) {
		for _, mode := range configuration.BlendModes {
			rows = append(rows, []string{runtime, inWords(configuration.Type), mode})
		}
	})
	return rows
}

func eachViewConfiguration(r *report.Report, do func(runtime string, configuration report.ViewConfiguration)) {
	for _, runtime := range r.Runtimes {
		for _, system := range runtime.Systems {
			for _, configuration := range system.ViewConfigurations {
				do(runtime.ID, configuration)
			}
		}
	}
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

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
