// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !js

package permission_test

import (
	_ "embed"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

// rulesTable has a row for every rule about the permission: whether the rule is ours, which
// test holds it, and which change of the code would break it. The rules are about the
// permission itself (R-PERM), fingerprinting (R-FP), consent (R-CON), policy (R-PP), incognito
// (R-INC), the promises of the questionnaire (Q), the side channels (S), and the ways in which the
// work that is done for a page could tell (L).
//
//go:embed rules.tsv
var rulesTable string

func TestRules_EveryRuleIsInTheTable(t *testing.T) {
	t.Parallel()
	want := slices.Concat(
		mutation.Numbered("R-PERM-", 1, 10), mutation.Numbered("R-FP-", 1, 6), mutation.Numbered("R-CON-", 1, 6), mutation.Numbered("R-PP-", 1, 2),
		[]string{"R-INC-1"}, mutation.Numbered("Q-", 1, 11), mutation.Numbered("S", 1, 19), mutation.Numbered("L", 1, 7),
	)
	require.Equal(t, want, mutation.Names(mutation.Parse(t, rulesTable)))
}

func TestRules_TableIsTrue(t *testing.T) {
	t.Parallel()
	mutation.RequireValid(t, "../..", mutation.Parse(t, rulesTable))
}

// The package cannot write files: it does not import the packages that can.
func TestPackage_ReachesNoFile(t *testing.T) {
	t.Parallel()
	output, err := exec.Command("go", "list", "-f", `{{join .Imports "\n"}}`, ".").Output()
	require.NoError(t, err)
	imports := strings.Fields(string(output))
	require.Contains(t, imports, "crypto/rand")
	for _, pkg := range imports {
		first, _, _ := strings.Cut(pkg, "/")
		require.NotContains(t, []string{"os", "net", "syscall", "unsafe", "log", "plugin", "path"}, first, pkg)
	}
}

// No option removes a check: none is about activation, secure contexts or policy, except the
// stricter FirstPartyOnly.
func TestConfig_SkipsNoCheck(t *testing.T) {
	t.Parallel()
	var options []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[permission.Config]()) {
		options = append(options, field.Name)
	}
	require.Equal(t, []string{
		"Classes", "Devices", "Prompter", "XR", "Strategy", "FirstPartyOnly", "Store", "Lifetime", "Clock", "Random",
	}, options)
}
