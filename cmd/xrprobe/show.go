// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/modes/report"
)

// shown is one thing that show shows.
type shown struct {
	name, short string
	header      []string
	rows        func(*report.Report) [][]string
	// allHeader and allRows are the coverage, of what has one: all that there is to ask.
	allHeader []string
	allRows   func(*report.Report) [][]string
}

func shownThings() []shown {
	return []shown{
		{name: "extensions", short: "instance extensions and their versions", header: []string{"RUNTIME", "EXTENSION", "VERSION"}, rows: extensionRows},
		{
			name: "properties", short: "what each system says of itself, by extensions too",
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
		{name: "env", short: "environment variables that decide what is found; asks no runtime", header: []string{"VARIABLE", "STATE", "VALUE"}, rows: environmentRows},
	}
}

func shownNames() []string {
	var names []string
	for _, thing := range shownThings() {
		names = append(names, thing.name)
	}
	return names
}

func (a *app) showCommand() *cobra.Command {
	var all bool
	command := a.command("show WHAT", "One part of the answer as a table", exactlyOne("part", shownNames()),
		func(ctx context.Context, args []string) error {
			for _, thing := range shownThings() {
				if thing.name == args[0] {
					return a.show(ctx, thing, all)
				}
			}
			return nil // the argument was checked
		})
	command.Flags().BoolVar(&all, "all", false, "with properties or views: everything that there is\nto ask, and what became of it")
	command.Long = "The parts are:\n"
	for _, thing := range shownThings() {
		command.Long += fmt.Sprintf("\n  %-12s %s", thing.name, thing.short)
	}
	command.ValidArgs, command.ValidArgsFunction = shownNames(), nil
	return command
}

func (a *app) show(ctx context.Context, thing shown, all bool) error {
	if inSessions(thing.name) && a.level != string(report.LevelSession) {
		return usageError{fmt.Errorf("show %s: only a session tells of %s, and may light the headset up: add --level %s", thing.name, thing.name, report.LevelSession)}
	}
	if all {
		if thing.allRows == nil {
			return usageError{fmt.Errorf("show %s: all of it is shown already: --all is for properties and views", thing.name)}
		}
		thing.header, thing.rows = thing.allHeader, thing.allRows
	}
	if thing.name == "env" && a.level == "" {
		a.level = string(report.LevelManifest)
	}
	found, err := a.answered(ctx, func(p *page, r *report.Report) {
		p.table(table{header: thing.header, rows: thing.rows(r)})
	})
	if err != nil || thing.name == "env" {
		return err
	}
	a.complain(found)
	a.complainOfGaps(found, thing.name)
	return askedAll(found)
}

// complain says on standard error what is wrong, for commands whose answer is a table.
func (a *app) complain(found *report.Report) {
	for _, problem := range found.Problems {
		fmt.Fprintf(a.stderr, "xrprobe: %s\n", printable(problem.Text))
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

// propertiesOf are pairs of a name, as reports have it, and a value.
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
		[2]string{"name", known(system.Name)}, [2]string{"vendor_id", vendor},
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
