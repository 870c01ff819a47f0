// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package coverage

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

func listing(extensions ...string) *report.Runtime {
	runtime := &report.Runtime{Extensions: []report.Extension{}}
	for _, name := range extensions {
		runtime.Extensions = append(runtime.Extensions, report.Extension{Name: name, Version: 1})
	}
	return runtime
}

// What was not asked for at all stays null.
func TestCoverage_NullStaysNull(t *testing.T) {
	t.Parallel()
	require.Nil(t, Properties(listing(), &report.System{}))
	require.Nil(t, Queries(listing(), &report.System{}))
	require.Nil(t, ViewProperties(listing(), &report.ViewConfiguration{}))
}

// A question without a row is one of an extension that is not listed, one that is never asked, or one that the report's writer did
// not know.
func TestCoverage_SaysWhyThereIsNoRow(t *testing.T) {
	t.Parallel()
	system := &report.System{Properties: []report.Property{}, Queries: []report.Query{}}
	properties := Properties(listing("XR_EXT_hand_tracking"), system)
	require.Len(t, properties, 67)
	require.Equal(t, report.Property{Struct: "XrSystemEyeGazeInteractionPropertiesEXT", Extension: "XR_EXT_eye_gaze_interaction", State: report.PropertyNotAdvertised}, properties[0])
	require.Equal(t, report.Property{
		Struct: "XrSystemHandTrackingPropertiesEXT", Extension: "XR_EXT_hand_tracking", State: report.PropertyNotAsked,
		Because: new("the version of xrprobe that wrote the report does not know XrSystemHandTrackingPropertiesEXT"),
	}, properties[1])
	states := map[string]report.Query{}
	for _, query := range Queries(listing("XR_KHR_vulkan_enable2"), system) {
		states[query.Command] = query
	}
	require.Equal(t, report.QueryNotAdvertised, states["xrGetVulkanGraphicsDeviceKHR"].State)
	require.Equal(t, report.QueryNotAsked, states["xrGetVulkanGraphicsDevice2KHR"].State)
	require.Equal(t, needsVulkan, *states["xrGetVulkanGraphicsDevice2KHR"].Because)
	require.Len(t, ViewProperties(listing(), &report.ViewConfiguration{Properties: []report.ViewProperty{}}), len(viewStructs()))
}

// Rows of the report are kept as they are, in the registry's order. Those that this version does not know come last.
func TestCoverage_KeepsTheRowsOfTheReport(t *testing.T) {
	t.Parallel()
	newer := report.Property{Struct: "XrSystemOfTomorrow", Extension: "XR_A", State: report.PropertyReported}
	hands := report.Property{Struct: "XrSystemHandTrackingPropertiesEXT", Extension: "XR_EXT_hand_tracking", State: report.PropertyUntouched}
	all := Properties(listing(), &report.System{Properties: []report.Property{newer, hands}})
	require.Len(t, all, 68)
	require.Equal(t, hands, all[1])
	require.Equal(t, newer, all[67])
	require.Equal(t, all, Properties(listing(), &report.System{Properties: all}), "a report that has all rows, as early versions wrote them")
}
