// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/find"
)

// The Khronos loader looks for the runtime of whoever runs it, so it is told which one
// is meant wherever that is another.
func TestChildEnvironment_NamesTheRuntimeToTheLoader(t *testing.T) {
	t.Setenv("XR_RUNTIME_JSON", "/of/this/user.json")
	const told = "XR_RUNTIME_JSON=/meant.json"
	for _, row := range []struct {
		name, user string
		via        Via
		active     bool
		last       string
	}{
		{name: "this user's active runtime", via: ViaLoader, active: true},
		{name: "another runtime", via: ViaLoader, last: told},
		{name: "another user's active runtime", via: ViaLoader, active: true, user: "ann", last: told},
		{name: "no loader", via: ViaDirect, user: "ann"},
	} {
		prober := Prober{Host: loader.Host{User: row.user}}
		environment := prober.childEnvironment(Request{Via: row.via}, candidate{Runtime: find.Runtime{Path: "/meant.json", Active: row.active}})
		if row.last == "" {
			require.NotContains(t, environment, told, row.name)
			require.Contains(t, environment, "XR_RUNTIME_JSON=/of/this/user.json", row.name)
			continue
		}
		require.Equal(t, told, environment[len(environment)-1], row.name)
	}
}
