// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/find"
)

// The Khronos loader uses the active runtime of the user who runs it. If the prober means another
// runtime, XR_RUNTIME_JSON in the child's environment names it.
func TestChildEnvironment_NamesTheRuntimeToTheLoader(t *testing.T) {
	t.Setenv("XR_RUNTIME_JSON", "/this/users.json")
	const variable = "XR_RUNTIME_JSON=/meant.json"
	for _, row := range []struct {
		name, user string
		via        Via
		active     bool
		last       string
	}{
		{name: "this user's active runtime", via: ViaLoader, active: true},
		{name: "another runtime", via: ViaLoader, last: variable},
		{name: "another user's active runtime", via: ViaLoader, active: true, user: "ann", last: variable},
		{name: "no loader", via: ViaDirect, user: "ann"},
	} {
		prober := Prober{Host: loader.Host{User: row.user}}
		environment := prober.childEnvironment(Request{Via: row.via}, candidate{Runtime: find.Runtime{Path: "/meant.json", Active: row.active}})
		if row.last == "" {
			require.NotContains(t, environment, variable, row.name)
			require.Contains(t, environment, "XR_RUNTIME_JSON=/this/users.json", row.name)
			continue
		}
		require.Equal(t, variable, environment[len(environment)-1], row.name)
	}
}
