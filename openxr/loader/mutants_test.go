// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build mutants

package loader_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

// TestMutants makes small changes in this package's code, one at a time, and requires that a test notices each, but for those
// that testdata/survivors.tsv lists.
func TestMutants(t *testing.T) {
	survivors, tested := mutation.Survivors(t, "../..", "openxr/loader")
	t.Logf("%d mutants, %d survive", tested, len(survivors))
	list, err := os.ReadFile("testdata/survivors.tsv")
	require.NoError(t, err)
	mutation.RequireListed(t, survivors, string(list))
}
