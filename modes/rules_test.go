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

	"github.com/xrprobe/xrprobe/testdata/rules"
)

// rulesTable says of every rule of WebXR's device, session and permission algorithms
// whether it is ours, which test holds it, and which code, if it read differently, would
// break it. `make rules` breaks each and sees the test turn red.
//
//go:embed rules.tsv
var rulesTable string

// Every rule is in the table once and in order: the device model, enumerating, selecting
// and ensuring, isSessionSupported, requestSession, features, devicechange and
// makeXRCompatible, the AR module; and then what is wrong with their text.
func TestEveryRuleIsInTheTable(t *testing.T) {
	t.Parallel()
	want := slices.Concat(
		rules.Numbered("R-MOD-", 1, 10), rules.Numbered("R-ENUM-", 1, 4), rules.Numbered("R-SEL-", 0, 11), rules.Numbered("R-ENS-", 1, 2),
		rules.Numbered("R-ISS-", 0, 3), []string{"R-ISS-4a", "R-ISS-4b"}, rules.Numbered("R-ISS-4c-", 1, 5), rules.Numbered("R-ISS-", 5, 10),
		rules.Numbered("R-REQ-", 0, 0), []string{"R-REQ-1a", "R-REQ-1b"}, rules.Numbered("R-REQ-", 2, 8), rules.Numbered("R-DEV-", 1, 1),
		rules.Numbered("R-FEAT-", 1, 4), rules.Numbered("R-RES-", 1, 4), rules.Numbered("R-XRP-", 1, 3), rules.Numbered("R-DC-", 1, 4), rules.Numbered("R-MXC-", 1, 4),
		rules.Numbered("R-AR-", 1, 7), rules.Numbered("D", 1, 14),
	)
	require.Equal(t, want, rules.Names(rules.Parse(t, rulesTable)))
}

func TestTheTableOfRulesIsTrue(t *testing.T) {
	t.Parallel()
	rules.RequireTrue(t, "..", rules.Parse(t, rulesTable))
}

// What is wrong with the specification's text is said where it was settled.
func TestEveryDefectIsCommentedOn(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, pattern := range []string{"*.go", "webxr/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				all.WriteString(rules.Source(t, "..", filepath.Join("modes", file)))
			}
		}
	}
	for _, name := range rules.Numbered("D", 1, 14) {
		require.Regexp(t, `// (D\d+, )?`+name+`(, D\d+)?: `, all.String(), name)
	}
}
