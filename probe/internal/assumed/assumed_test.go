// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package assumed

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
)

const (
	hmd      = "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"
	handheld = "XR_FORM_FACTOR_HANDHELD_DISPLAY"
)

// answered is a report of a runtime that answered everything.
func answered() *report.Report {
	stereo := report.ViewConfiguration{
		Type: "stereo", FovMutable: new(false), Views: []report.View{{}, {}}, BlendModes: []string{"OPAQUE"},
		Properties: []report.ViewProperty{{Struct: "XrViewThings", State: report.PropertyUntouched}},
	}
	return &report.Report{Runtimes: []report.Runtime{{
		Name: new("n"), Version: new("0.0.0"), APIVersion: new("1.0"), Extensions: []report.Extension{{Name: "XR_A_b"}, {Name: "XR_A_c"}},
		Systems: []report.System{
			{
				FormFactor: hmd, Name: new("h"), VendorID: new(uint32(0)), Graphics: &report.Graphics{}, Tracking: &report.Tracking{},
				ViewConfigurations: []report.ViewConfiguration{stereo},
				Properties: []report.Property{
					{Struct: "XrSystemThings", State: report.PropertyUntouched}, {Struct: "XrSystemWords", State: report.PropertyNotAdvertised},
				},
				Queries: []report.Query{
					{Command: "xrGetThings", State: report.QueryFailed, Because: new("xrGetThings: XR_ERROR_FUNCTION_UNSUPPORTED")},
					{Command: "xrGetWords", State: report.QueryFailed, Because: new("xrGetWords: XR_ERROR_RUNTIME_FAILURE")},
					{Command: "xrGetMore", State: report.QueryFailed, Because: new("xrEnumerateSpatialCapabilitiesEXT: XR_ERROR_FUNCTION_UNSUPPORTED")},
				},
			},
			{FormFactor: handheld, Status: report.SystemUnsupported},
		},
	}}}
}

func TestPaths_OfASheetThatKnowsNothing(t *testing.T) {
	t.Parallel()
	sheet := simulated.Sheet{Systems: []simulated.System{{FormFactor: "another"}, {FormFactor: hmd, ViewConfigurations: []simulated.ViewConfiguration{{Type: "stereo"}}}}}
	require.Equal(t, []string{
		"runtimes[0].name", "runtimes[0].version", "runtimes[0].api_version", "runtimes[0].extensions", "runtimes[0].extensions[].version",
		"runtimes[0].systems[0].name", "runtimes[0].systems[0].vendor_id", "runtimes[0].systems[0].graphics", "runtimes[0].systems[0].tracking",
		"runtimes[0].systems[0].view_configurations[0].fov_mutable", "runtimes[0].systems[0].view_configurations[0].views",
		"runtimes[0].systems[0].view_configurations[0].properties[0].state",
		"runtimes[0].systems[0].properties[0].state",
		"runtimes[0].systems[0].queries[0].state", "runtimes[0].systems[0].queries[2].state",
	}, Paths(sheet, answered()))
}

func TestPaths_OfASheetThatKnowsMost(t *testing.T) {
	t.Parallel()
	view := simulated.View{RecommendedImageRectWidth: new(uint32(8)), RecommendedImageRectHeight: new(uint32(8)), Properties: map[string]map[string]any{"XrViewThings": {}}}
	sheet := simulated.Sheet{
		Runtime: simulated.RuntimeSheet{
			Name: new("n"), Version: new("1.2.3"), APIVersion: new("1.0"), Extensions: []simulated.Extension{{Name: "XR_A_b", Version: new(uint32(2))}, {Name: "XR_A_c"}},
		},
		Systems: []simulated.System{{
			FormFactor: hmd, Name: new("h"), VendorID: new(uint32(0)), Graphics: &simulated.Graphics{}, Tracking: &simulated.Tracking{},
			ViewConfigurations: []simulated.ViewConfiguration{{Type: "stereo", FovMutable: new(true), Views: []simulated.View{view}}},
			Properties:         map[string]map[string]any{"XrSystemThings": {}},
		}},
		Calls: map[string]simulated.Call{"xrGetThings": {Result: "XR_ERROR_FUNCTION_UNSUPPORTED"}, "xrGetMore": {Result: "XR_ERROR_FUNCTION_UNSUPPORTED"}},
	}
	require.Equal(t, []string{
		"runtimes[0].extensions[1].version",
		"runtimes[0].systems[0].view_configurations[0].views[0].max_image_rect_width",
		"runtimes[0].systems[0].view_configurations[0].views[0].max_image_rect_height",
		"runtimes[0].systems[0].view_configurations[0].views[0].recommended_swapchain_sample_count",
		"runtimes[0].systems[0].view_configurations[0].views[0].max_swapchain_sample_count",
	}, Paths(sheet, answered()))
}

// What was not asked is null, and null is no assumption.
func TestPaths_NullIsNotAssumed(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{}, Paths(simulated.Sheet{}, &report.Report{}))
	require.Equal(t, []string{}, Paths(simulated.Sheet{Systems: []simulated.System{{FormFactor: hmd}}}, &report.Report{Runtimes: []report.Runtime{{Systems: []report.System{{FormFactor: hmd}}}}}))
}
