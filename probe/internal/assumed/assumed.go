// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package assumed

import (
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// paths collects the paths of assumed values, in the report's order.
type paths struct{ list []string }

// add adds a path if the report has the value and the sheet does not know it.
func (p *paths) add(inReport, inSheet bool, format string, args ...any) {
	if inReport && !inSheet {
		p.list = append(p.list, fmt.Sprintf(format, args...))
	}
}

// Paths returns the paths of the values in a report that its data sheet does not know. The
// report's only runtime is the simulated one. Values that are null are not assumed. If no
// extension's version is known, they share one path, with "[]" for any of them.
func Paths(sheet simulated.Sheet, r *report.Report) []string {
	p := &paths{list: []string{}}
	for i, runtime := range r.Runtimes {
		p.runtime(fmt.Sprintf("runtimes[%d]", i), sheet.Runtime, runtime)
		for j, system := range runtime.Systems {
			at := slices.IndexFunc(sheet.Systems, func(s simulated.System) bool { return s.FormFactor == system.FormFactor })
			if at >= 0 {
				p.system(fmt.Sprintf("runtimes[%d].systems[%d]", i, j), sheet, sheet.Systems[at], system)
			}
		}
	}
	return p.list
}

func (p *paths) runtime(at string, sheet simulated.RuntimeSheet, runtime report.Runtime) {
	p.add(runtime.Name != nil, sheet.Name != nil, "%s.name", at)
	p.add(runtime.Version != nil, sheet.Version != nil, "%s.version", at)
	p.add(runtime.APIVersion != nil, sheet.APIVersion != nil, "%s.api_version", at)
	p.add(runtime.Extensions != nil, sheet.Extensions != nil, "%s.extensions", at)
	known := func(name string) bool {
		return slices.ContainsFunc(sheet.Extensions, func(e simulated.Extension) bool { return e.Name == name && e.Version != nil })
	}
	versions := &paths{}
	for i, extension := range runtime.Extensions {
		versions.add(true, known(extension.Name), "%s.extensions[%d].version", at, i)
	}
	if len(versions.list) > 1 && len(versions.list) == len(runtime.Extensions) {
		versions.list = []string{at + ".extensions[].version"}
	}
	p.list = append(p.list, versions.list...)
}

func (p *paths) system(at string, whole simulated.Sheet, sheet simulated.System, system report.System) {
	p.add(system.Name != nil, sheet.Name != nil, "%s.name", at)
	p.add(system.VendorID != nil, sheet.VendorID != nil, "%s.vendor_id", at)
	p.add(system.Graphics != nil, sheet.Graphics != nil, "%s.graphics", at)
	p.add(system.Tracking != nil, sheet.Tracking != nil, "%s.tracking", at)
	for i, configuration := range system.ViewConfigurations {
		j := slices.IndexFunc(sheet.ViewConfigurations, func(c simulated.ViewConfiguration) bool { return c.Type == configuration.Type })
		if j >= 0 {
			p.viewConfiguration(fmt.Sprintf("%s.view_configurations[%d]", at, i), sheet.ViewConfigurations[j], configuration)
		}
	}
	for i, property := range system.Properties {
		_, known := sheet.Properties[property.Struct]
		p.add(property.State == report.PropertyUntouched, known, "%s.properties[%d].state", at, i)
	}
	for i, query := range system.Queries {
		p.add(unanswered(query), whole.Calls[query.Command].Result != "", "%s.queries[%d].state", at, i)
	}
}

// unanswered reports whether a command failed as it does if a sheet does not have its answer,
// or that of the command that it needs.
func unanswered(query report.Query) bool {
	if query.State != report.QueryFailed || query.Because == nil {
		return false
	}
	unsupported := ": " + xr.ErrorFunctionUnsupported.String()
	return *query.Because == query.Command+unsupported || *query.Because == "xrEnumerateSpatialCapabilitiesEXT"+unsupported
}

func (p *paths) viewConfiguration(at string, sheet simulated.ViewConfiguration, configuration report.ViewConfiguration) {
	p.add(configuration.FovMutable != nil, sheet.FovMutable != nil, "%s.fov_mutable", at)
	p.add(configuration.Views != nil, sheet.Views != nil, "%s.views", at)
	for i := range min(len(configuration.Views), len(sheet.Views)) {
		view := sheet.Views[i]
		for _, value := range []struct {
			key   string
			known bool
		}{
			{"recommended_image_rect_width", view.RecommendedImageRectWidth != nil},
			{"recommended_image_rect_height", view.RecommendedImageRectHeight != nil},
			{"max_image_rect_width", view.MaxImageRectWidth != nil},
			{"max_image_rect_height", view.MaxImageRectHeight != nil},
			{"recommended_swapchain_sample_count", view.RecommendedSwapchainSampleCount != nil},
			{"max_swapchain_sample_count", view.MaxSwapchainSampleCount != nil},
		} {
			p.add(true, value.known, "%s.views[%d].%s", at, i, value.key)
		}
	}
	for i, property := range configuration.Properties {
		known := slices.ContainsFunc(sheet.Views, func(v simulated.View) bool {
			_, has := v.Properties[property.Struct]
			return has
		})
		p.add(property.State == report.PropertyUntouched, known, "%s.properties[%d].state", at, i)
	}
}
