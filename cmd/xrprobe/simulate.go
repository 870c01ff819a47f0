// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
	"github.com/xrprobe/xrprobe/probe"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/suggest"
)

// simulateList lists the built-in sheets instead of asking one.
const simulateList = "list"

// maxSheet is how many bytes a data sheet may have: many times what a device needs.
const maxSheet = 1 << 20

// simulation returns the device of a name: a built-in sheet, or a file.
func simulation(name string) (*probe.Simulation, error) {
	sheet, err := sheetNamed(name)
	return &probe.Simulation{Name: strings.TrimSuffix(filepath.Base(name), ".json"), Sheet: sheet}, err
}

func sheetNamed(name string) (simulated.Sheet, error) {
	if !strings.ContainsAny(name, `/\`) && !strings.HasSuffix(name, ".json") {
		sheet, err := devices.Sheet(name)
		if errors.As(err, new(*devices.UnknownError)) {
			return sheet, fmt.Errorf("there is no data sheet %q: %suse a file's path, or one of %s",
				name, suggest.Sentence(name, devices.Names()), strings.Join(devices.Names(), ", "))
		}
		return sheet, err
	}
	data, err := readSmall(name, maxSheet, "data sheet")
	if err != nil {
		return simulated.Sheet{}, err
	}
	return simulated.ParseSheet(name, data)
}

// listedSheet is a built-in sheet, as --simulate list names it in JSON.
type listedSheet struct {
	Sheet string `json:"sheet"`
	// FormFactor is that of the sheet's host; null if the sheet does not say.
	FormFactor *string `json:"form_factor"`
	Title      string  `json:"title"`
}

// listSheets prints the built-in sheets.
func (a *app) listSheets() error {
	list := struct {
		Sheets []listedSheet `json:"sheets"`
	}{}
	t := prose.Table{Header: []string{"SHEET", "HOST", "DEVICE"}}
	for _, name := range devices.Names() {
		sheet, err := devices.Sheet(name)
		if err != nil {
			return err
		}
		list.Sheets = append(list.Sheets, listedSheet{name, sheet.Host.FormFactor, sheet.Title})
		t.Rows = append(t.Rows, []string{name, prose.Known(sheet.Host.FormFactor), sheet.Title})
	}
	if format := a.flags.format(); format == outputJSON || format == outputJSONL {
		return a.printJSON(list)
	}
	return a.printProse(func(p *prose.Writer) { p.Table(t) })
}

// simulationEntry says that the page is about a data sheet, and not about this machine.
func simulationEntry(p *prose.Writer, s *report.Simulation, verbose bool) {
	if s == nil {
		return
	}
	p.Entry("Simulated", "%s, from the data sheet %s; nothing here is about this machine", s.Title, s.Sheet)
	switch {
	case len(s.Assumed) == 0:
	case verbose:
		p.Entry("", "assumed, because the sheet does not say: %s", strings.Join(s.Assumed, ", "))
	default:
		p.Entry("", "%d values are assumed, because the sheet does not say, and left out here; -v names them", len(s.Assumed))
	}
}
