// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/find"
)

// The Khronos loader uses the active runtime of the user who runs it. If the prober means another
// runtime, XR_RUNTIME_JSON in the child's environment names it. The loader's warnings say why a layer is left out.
func TestLoaderEnvironment_NamesTheRuntimeAndAsksForWarnings(t *testing.T) {
	t.Setenv("XR_LOADER_DEBUG", "")
	for _, row := range []struct {
		name, user string
		active     bool
		env        map[string]string
		want       []string
	}{
		{name: "this user's active runtime", active: true, want: []string{"XR_LOADER_DEBUG=warn"}},
		{name: "what the user asked for", active: true, env: map[string]string{"XR_LOADER_DEBUG": "all"}, want: []string{"XR_LOADER_DEBUG=all"}},
		{name: "another runtime", want: []string{"XR_RUNTIME_JSON=/meant.json", "XR_LOADER_DEBUG=warn"}},
		{name: "another user's active runtime", active: true, user: "ann", want: []string{"XR_RUNTIME_JSON=/meant.json", "XR_LOADER_DEBUG=warn"}},
	} {
		prober := Prober{Host: loader.Host{User: row.user, LookupEnv: func(name string) (string, bool) { value, set := row.env[name]; return value, set }}}
		environment := prober.loaderEnvironment(nil, candidate{Runtime: find.Runtime{Path: "/meant.json", Active: row.active}})
		require.Equal(t, row.want, environment[len(environment)-len(row.want):], row.name)
	}
}

// A crash with API layers on is not the runtime's alone, and asking without them tells whose it is.
func TestBlame_IsTheLayersToo(t *testing.T) {
	t.Parallel()
	require.Equal(t, "", orLayer(nil))
	require.Equal(t, "the runtime or the API layer A", orLayer([]string{"A"}))
	require.Equal(t, "the runtime or one of the API layers A, B", orLayer([]string{"A", "B"}))
	for name, row := range map[string]struct {
		cause   report.Cause
		between []string
		blames  bool
	}{
		"a crash":                    {report.Cause{Code: report.CauseCrashed}, []string{"A"}, true},
		"a crash without layers":     {report.Cause{Code: report.CauseCrashed}, nil, false},
		"a result has its own cause": {report.Cause{Code: report.CauseXrError, Result: new("XR_ERROR_LIMIT_REACHED")}, []string{"A"}, false},
		"no loader":                  {report.Cause{Code: report.CauseLoadFailed}, []string{"A"}, false},
	} {
		blameLayersToo(&row.cause, row.between)
		require.Equal(t, row.blames, row.cause.Fix != nil, name)
	}
	blameLayersToo(nil, []string{"A"})
}
