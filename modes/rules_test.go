// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !js

package modes_test

import (
	_ "embed"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

// rulesTable lists every rule of WebXR's device, session and permission algorithms: whether it is
// implemented here, the test that holds it, and code whose change breaks it. `make mutate`
// breaks each rule in turn and requires that its test fails.
//
//go:embed rules.tsv
var rulesTable string

// Every rule is in the table once and in order: the device model, enumerating, selecting and
// ensuring, isSessionSupported, requestSession, features, devicechange and makeXRCompatible,
// the AR module, and then the defects of their text.
func TestRules_TableIsComplete(t *testing.T) {
	t.Parallel()
	want := slices.Concat(
		mutation.Numbered("R-MOD-", 1, 10), mutation.Numbered("R-ENUM-", 1, 4), mutation.Numbered("R-SEL-", 0, 11), mutation.Numbered("R-ENS-", 1, 2),
		mutation.Numbered("R-ISS-", 0, 3), []string{"R-ISS-4a", "R-ISS-4b"}, mutation.Numbered("R-ISS-4c-", 1, 5), mutation.Numbered("R-ISS-", 5, 10),
		mutation.Numbered("R-REQ-", 0, 0), []string{"R-REQ-1a", "R-REQ-1b"}, mutation.Numbered("R-REQ-", 2, 8), mutation.Numbered("R-DEV-", 1, 1),
		mutation.Numbered("R-FEAT-", 1, 4), mutation.Numbered("R-RES-", 1, 4), mutation.Numbered("R-XRP-", 1, 3), mutation.Numbered("R-DC-", 1, 4), mutation.Numbered("R-MXC-", 1, 4),
		mutation.Numbered("R-AR-", 1, 7), mutation.Numbered("D", 1, 15),
	)
	require.Equal(t, want, mutation.Names(mutation.Parse(t, rulesTable)))
}

func TestRules_TableIsTrue(t *testing.T) {
	t.Parallel()
	mutation.RequireValid(t, "..", mutation.Parse(t, rulesTable))
}

// A comment names each defect of the specification where the code settles it.
func TestRules_EveryDefectIsCommented(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, pattern := range []string{"*.go", "webxr/*.go", "navigator/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				all.WriteString(mutation.Source(t, "..", filepath.Join("modes", file)))
			}
		}
	}
	for _, name := range mutation.Numbered("D", 1, 15) {
		require.Regexp(t, `// (D\d+, )?`+name+`(, D\d+)?: `, all.String(), name)
	}
}
