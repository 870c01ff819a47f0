// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
	"github.com/xrprobe/xrprobe/probe"
)

// simulateList is the word that lists the built-in sheets instead of asking one.
const simulateList = "list"

// maxSheet is many times what a device's data sheet takes.
const maxSheet = 1 << 20

// simulated turns a question to this machine into one to a data sheet.
func (a *app) simulated(r probe.Request) (probe.Request, error) {
	for flag, value := range map[string]string{"--root": a.root, "--user": a.user, "--runtime": a.runtime} {
		if value != "" {
			return r, usageError{fmt.Errorf("%s and --simulate contradict each other: a data sheet is a machine of its own", flag)}
		}
	}
	var err error
	r.Simulate, err = simulation(a.simulate)
	return r, asUsage("--simulate", err)
}

// simulation is the device that a name stands for: a built-in sheet, or a file.
func simulation(name string) (*probe.Simulation, error) {
	sheet, err := sheetNamed(name)
	return &probe.Simulation{Name: strings.TrimSuffix(filepath.Base(name), ".json"), Sheet: sheet}, err
}

func sheetNamed(name string) (simulated.Sheet, error) {
	if !strings.ContainsAny(name, `/\`) && !strings.HasSuffix(name, ".json") {
		sheet, err := devices.Sheet(name)
		if errors.As(err, new(*devices.UnknownError)) {
			return sheet, fmt.Errorf("there is no data sheet %q: %suse a file's path, or one of %s",
				name, didYouMean(name, devices.Names()), strings.Join(devices.Names(), ", "))
		}
		return sheet, err
	}
	data, err := readSmall(name, maxSheet, "data sheet")
	if err != nil {
		return simulated.Sheet{}, err
	}
	return simulated.ParseSheet(name, data)
}

func asUsage(flag string, err error) error {
	if err == nil {
		return nil
	}
	return usageError{fmt.Errorf("%s: %w", flag, err)}
}

// listSheets prints the built-in sheets.
func (a *app) listSheets() error {
	t := table{header: []string{"SHEET", "HOST", "DEVICE"}}
	for _, name := range devices.Names() {
		sheet, err := devices.Sheet(name)
		if err != nil {
			return err
		}
		t.rows = append(t.rows, []string{name, known(sheet.Host.FormFactor), sheet.Title})
	}
	p := a.page()
	p.table(t)
	_, err := io.WriteString(a.stdout, p.String())
	return err
}

// simulationEntry says that nothing on the page is about this machine.
func simulationEntry(p *page, s *report.Simulation, verbose bool) {
	if s == nil {
		return
	}
	p.entry("Simulated", "%s, from the data sheet %s; nothing here is about this machine", s.Title, s.Sheet)
	switch {
	case len(s.Assumed) == 0:
	case verbose:
		p.entry("", "assumed, since the sheet does not know: %s", strings.Join(s.Assumed, ", "))
	default:
		p.entry("", "%d values that the sheet does not know are assumed; -v names them", len(s.Assumed))
	}
}
