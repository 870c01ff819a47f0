// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
)

// What a runtime offers is of no use where API layers make every program fail.
func TestOfReport_LayersThatStopProgramsMakeModesUnavailable(t *testing.T) {
	t.Parallel()
	runtime := report.Runtime{ID: "r", Active: true, Systems: []report.System{{FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable,
		ViewConfigurations: []report.ViewConfiguration{{Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}}}}}}
	agent := modes.UserAgent{ARModule: true}
	r := &report.Report{Runtimes: []report.Runtime{runtime}, Program: &report.Program{Result: new("XR_ERROR_RUNTIME_UNAVAILABLE"), Because: new("no runtime")}}
	healthy := modes.OfReport(r, agent)
	require.Equal(t, []report.Support{report.Supported, report.Supported, report.Unsupported}, supports(healthy))

	r.Program = &report.Program{Result: new("XR_ERROR_FILE_ACCESS_ERROR"), Because: new("The layer L stops it"), Fix: new("turn it off")}
	stopped := modes.OfReport(r, agent)
	require.Equal(t, []report.Support{report.Supported, report.Unavailable, report.Unsupported}, supports(stopped))
	require.Equal(t, []report.Reason{{Code: modes.ReasonLayersStopPrograms, Text: "The layer L stops it"}}, stopped[1].Reasons)
	require.Equal(t, "r", *stopped[1].Runtime)

	r.Program = &report.Program{Because: new("The layer L may end it"), Fix: new("turn it off"), Stopped: report.StoppedMaybe}
	require.Equal(t, []report.Support{report.Supported, report.Unknown, report.Unsupported}, supports(modes.OfReport(r, agent)))
}

func supports(list []report.Mode) []report.Support {
	var out []report.Support
	for _, mode := range list {
		out = append(out, mode.Support)
	}
	return out
}
