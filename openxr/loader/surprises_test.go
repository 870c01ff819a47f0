// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

// surprises lists where a good guess about loaders and API layers is wrong, each with the version that was run: the test that holds
// it, and code whose change makes the guess again. `make mutate` does so, and requires that the test fails.
//
//go:embed surprises.tsv
var surprises string

func TestSurprises_AreHeld(t *testing.T) {
	t.Parallel()
	table := mutation.Parse(t, surprises)
	mutation.RequireValid(t, "../..", table)
	seen := map[string]bool{}
	for _, row := range table {
		number, _, _ := strings.Cut(row.Name, ",")
		seen[number] = true
		require.NotEmpty(t, row.Note, "a surprise has a source")
	}
	for _, number := range mutation.Numbered("", 1, 13) {
		require.Contains(t, seen, number)
	}
}
