// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
)

// If a headset lacks what a query is about, the refusal is an answer. Other failures are problems.
func TestQueries_RefusalsAreNoProblem(t *testing.T) {
	t.Parallel()
	for result, problems := range map[string]int{"XR_ERROR_FEATURE_UNSUPPORTED": 0, "XR_ERROR_FUNCTION_UNSUPPORTED": 0, "XR_ERROR_RUNTIME_FAILURE": 3} {
		sheet := sheetWith("XR_EXT_future", "XR_EXT_spatial_entity", "XR_EXT_spatial_anchor")
		sheet.Systems[0].SpatialCapabilities = []string{"XR_SPATIAL_CAPABILITY_ANCHOR_EXT"}
		sheet.Calls = map[string]simulated.Call{"xrEnumerateSpatialCapabilitiesEXT": {Result: result}}
		found := askProperties(t, sheet, nil)
		headset := found.runtime.Systems[0]
		at := slices.IndexFunc(headset.Queries, func(q report.Query) bool { return q.Command == "xrEnumerateSpatialCapabilitiesEXT" })
		require.Equal(t, report.QueryFailed, headset.Queries[at].State)
		require.Equal(t, "xrEnumerateSpatialCapabilitiesEXT: "+result, *headset.Queries[at].Because)
		require.Nil(t, headset.SpatialCapabilities)
		require.Len(t, found.problems, problems, result)
	}
}
