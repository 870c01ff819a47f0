// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/openxrtest"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/report"
	"github.com/xrprobe/xrprobe/testdata/devices"
)

// maxSheet is many times what a device's data sheet takes.
const maxSheet = 1 << 20

// simulation is the device that --simulate names: a built-in sheet, or a file.
func simulation(name string) (*probe.Simulation, error) {
	if !isFile(name) {
		sheet, err := devices.Sheet(name)
		return &probe.Simulation{Name: name, Sheet: sheet}, asUsage("--simulate", err)
	}
	data, err := readSheet(name)
	if err != nil {
		return nil, asUsage("--simulate", err)
	}
	sheet, err := openxrtest.ParseSheet(name, data)
	return &probe.Simulation{Name: strings.TrimSuffix(filepath.Base(name), ".json"), Sheet: sheet}, asUsage("--simulate", err)
}

// isFile tells a file's name from a built-in sheet's.
func isFile(name string) bool {
	return strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".json")
}

func readSheet(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxSheet+1))
	if err == nil && len(data) > maxSheet {
		err = fmt.Errorf("%s: more than %d bytes are no data sheet", path, maxSheet)
	}
	return data, err
}

func asUsage(flag string, err error) error {
	if err == nil {
		return nil
	}
	return usageError{fmt.Errorf("%s: %w", flag, err)}
}

// simulationEntry says that nothing below is about this machine.
func simulationEntry(p *page, s *report.Simulation) {
	if s == nil {
		return
	}
	p.entry("Simulated", "%s, from the data sheet %s; nothing here is about this machine", s.Title, s.Sheet)
	if len(s.Assumed) > 0 {
		p.entry("", "the sheet leaves %d values open; neutral ones stand there (-v lists them)", len(s.Assumed))
	}
}
