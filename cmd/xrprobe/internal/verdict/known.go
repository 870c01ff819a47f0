// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package verdict

import (
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Known returns a copy of a report in which what a data sheet assumes is null, as far as a
// page for people shows it. A system without a name has the title of its sheet. The report
// of a machine is returned as it is.
func Known(r *report.Report) *report.Report {
	if r.Simulation == nil {
		return r
	}
	known := *r
	known.Runtimes, known.Modes = slices.Clone(r.Runtimes), slices.Clone(r.Modes)
	titled := map[string]bool{}
	for i := range known.Runtimes {
		runtime, at := &known.Runtimes[i], fmt.Sprintf("runtimes[%d]", i)
		forget(r, at+".name", &runtime.Name)
		forget(r, at+".version", &runtime.Version)
		forget(r, at+".api_version", &runtime.APIVersion)
		if r.Assumes(at + ".extensions") {
			runtime.Extensions = nil
		}
		runtime.Systems = slices.Clone(runtime.Systems)
		for j := range runtime.Systems {
			knownSystem(r, fmt.Sprintf("%s.systems[%d]", at, j), &runtime.Systems[j], titled)
		}
	}
	for i := range known.Modes {
		if system := known.Modes[i].System; system != nil && titled[*system] {
			known.Modes[i].System = &r.Simulation.Title
		}
	}
	return &known
}

// forget makes an assumed value null.
func forget[T any](r *report.Report, path string, value **T) {
	if r.Assumes(path) {
		*value = nil
	}
}

// knownSystem forgets what is assumed of a system. It notes the assumed name, for which the
// title stands.
func knownSystem(r *report.Report, at string, system *report.System, titled map[string]bool) {
	if system.Name != nil && r.Assumes(at+".name") {
		titled[*system.Name] = true
		system.Name = &r.Simulation.Title
	}
	forget(r, at+".vendor_id", &system.VendorID)
	system.ViewConfigurations = slices.Clone(system.ViewConfigurations)
	for i := range system.ViewConfigurations {
		views := fmt.Sprintf("%s.view_configurations[%d].views", at, i)
		if r.Assumes(views+"[0].recommended_image_rect_width") || r.Assumes(views+"[0].recommended_image_rect_height") {
			system.ViewConfigurations[i].Views = nil
		}
	}
}
