// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
	"github.com/xrprobe/xrprobe/probe"
)

// This program asks the active runtime from an installed xrprobe, so it never runs the runtime's
// code itself.
func Example() {
	prober := probe.Prober{Helper: probe.Executable("/usr/bin/xrprobe")}
	found, err := prober.Probe(context.Background(), probe.Request{Level: report.LevelProperties})
	if err != nil {
		log.Fatal(err)
	}
	if err := found.Write(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// This program asks a data sheet instead of a runtime. To use Self, its main calls ChildMain first.
func ExampleSimulation() {
	sheet, err := devices.Sheet("quest-3")
	if err != nil {
		log.Fatal(err)
	}
	prober := probe.Prober{Helper: probe.Self()}
	found, err := prober.Probe(context.Background(), probe.Request{Simulate: &probe.Simulation{Name: "quest-3", Sheet: sheet}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found.Runtimes[0].Status, *found.Runtimes[0].Name)
	fmt.Println(found.Runtimes[0].Systems[0].ViewConfigurations[0].BlendModes)
	// Output:
	// ok Oculus
	// [XR_ENVIRONMENT_BLEND_MODE_OPAQUE XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND]
}

// A test suite goes from a data sheet to the modes that its user agent supports. No process is
// started, so nothing has to call ChildMain.
func ExampleSimulation_Report() {
	sheet, err := devices.Sheet("quest-3")
	if err != nil {
		log.Fatal(err)
	}
	found, err := probe.Simulation{Name: "quest-3", Sheet: sheet}.Report(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, mode := range modes.OfReport(found, modes.UserAgent{ARModule: true}) {
		fmt.Println(mode.Mode, mode.Support)
	}
	// Output:
	// inline supported
	// immersive-vr supported
	// immersive-ar supported
}
