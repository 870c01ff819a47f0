// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// The neutral values are what a runtime answers if its sheet says null. They are the least
// that the specification allows, or show that they are made up.
const (
	neutralRuntimeName = "Simulated runtime"
	neutralVersion     = "0.0.0"
	neutralAPIVersion  = "1.0" // every runtime accepts it
	neutralSize        = 1024
	neutralLayers      = xr.MinCompositionLayersSupported
)

// filler replaces nulls and collects their paths.
type filler struct{ assumed []string }

// fill sets *value to the neutral value if it is nil.
func fill[T any](f *filler, field string, value **T, neutral T) {
	if *value == nil {
		*value = &neutral
		f.assumed = append(f.assumed, field)
	}
}

// Filled returns a copy of the sheet with neutral values for what a runtime has to answer
// and the sheet does not know, and the paths of these fields, in the sheet's order. It does
// not fill the host, the properties, the spatial capabilities and the session.
func (s Sheet) Filled() (Sheet, []string) {
	f := &filler{}
	fill(f, "runtime.name", &s.Runtime.Name, neutralRuntimeName)
	fill(f, "runtime.version", &s.Runtime.Version, neutralVersion)
	fill(f, "runtime.api_version", &s.Runtime.APIVersion, neutralAPIVersion)
	if s.Runtime.Extensions == nil {
		s.Runtime.Extensions = []Extension{}
		f.assumed = append(f.assumed, "runtime.extensions")
	}
	s.Runtime.Extensions = slices.Clone(s.Runtime.Extensions)
	f.extensionVersions(s.Runtime.Extensions)
	s.Systems = slices.Clone(s.Systems)
	for i := range s.Systems {
		field := fmt.Sprintf("systems[%d]", i)
		fill(f, field+".name", &s.Systems[i].Name, "Simulated "+s.Title)
		f.system(field, &s.Systems[i])
	}
	return s, f.assumed
}

// extensionVersions fills in the extensions' versions. If all of several versions are
// unknown, they share one path.
func (f *filler) extensionVersions(extensions []Extension) {
	each := &filler{}
	for i := range extensions {
		fill(each, fmt.Sprintf("runtime.extensions[%d].version", i), &extensions[i].Version, 1)
	}
	if len(each.assumed) > 1 && len(each.assumed) == len(extensions) {
		each.assumed = []string{"runtime.extensions[].version"}
	}
	f.assumed = append(f.assumed, each.assumed...)
}

func (f *filler) system(field string, system *System) {
	fill(f, field+".vendor_id", &system.VendorID, 0)
	fill(f, field+".graphics", &system.Graphics, Graphics{
		MaxSwapchainImageWidth: neutralSize, MaxSwapchainImageHeight: neutralSize, MaxLayerCount: neutralLayers,
	})
	fill(f, field+".tracking", &system.Tracking, Tracking{Orientation: true, Position: true})
	system.ViewConfigurations = slices.Clone(system.ViewConfigurations)
	for i := range system.ViewConfigurations {
		f.viewConfiguration(fmt.Sprintf("%s.view_configurations[%d]", field, i), &system.ViewConfigurations[i])
	}
}

func (f *filler) viewConfiguration(field string, configuration *ViewConfiguration) {
	fill(f, field+".fov_mutable", &configuration.FovMutable, false)
	if configuration.Views == nil {
		configuration.Views = make([]View, viewCount(configuration.Type))
		f.assumed = append(f.assumed, field+".views")
		for i := range configuration.Views {
			(&filler{}).view("", &configuration.Views[i])
		}
		return
	}
	configuration.Views = slices.Clone(configuration.Views)
	for i := range configuration.Views {
		f.view(fmt.Sprintf("%s.views[%d]", field, i), &configuration.Views[i])
	}
}

// view fills in sizes and sample counts. An unknown maximum becomes the recommended value.
func (f *filler) view(field string, view *View) {
	fill(f, field+".recommended_image_rect_width", &view.RecommendedImageRectWidth, neutralSize)
	fill(f, field+".recommended_image_rect_height", &view.RecommendedImageRectHeight, neutralSize)
	fill(f, field+".max_image_rect_width", &view.MaxImageRectWidth, *view.RecommendedImageRectWidth)
	fill(f, field+".max_image_rect_height", &view.MaxImageRectHeight, *view.RecommendedImageRectHeight)
	fill(f, field+".recommended_swapchain_sample_count", &view.RecommendedSwapchainSampleCount, 1)
	fill(f, field+".max_swapchain_sample_count", &view.MaxSwapchainSampleCount, *view.RecommendedSwapchainSampleCount)
}

// viewCount returns how many views a view configuration type has.
func viewCount(configuration string) int {
	switch mustFindNamed(configuration, viewConfigurationTypes()) {
	case xr.ViewConfigurationTypePrimaryStereo:
		return 2
	case xr.ViewConfigurationTypePrimaryStereoWithFoveatedInset:
		return 4
	default:
		return 1
	}
}

// parseVersion parses three numbers separated by points.
func parseVersion(s string) (xr.Version, error) {
	var numbers [3]uint64
	parts := strings.Split(s, ".")
	if len(parts) != len(numbers) {
		return 0, fmt.Errorf("%d numbers", len(parts))
	}
	for i, bits := range []int{16, 16, 32} {
		number, err := strconv.ParseUint(parts[i], 10, bits)
		if err != nil {
			return 0, err
		}
		numbers[i] = number
	}
	return xr.MakeVersion(uint16(numbers[0]), uint16(numbers[1]), uint32(numbers[2])), nil
}
