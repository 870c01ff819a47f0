// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package mutation_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

func TestMutants_AreSmallChanges(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(top, "a.go"), []byte("package a\n\nvar x = 1\n\nfunc f(a int, s string) bool {\n\tif a < 2 && s+\"x\" != \"\" {\n\t\tx = a\n\t}\n\treturn true\n}\n"), 0o600))
	var names []string
	for _, mutant := range mutation.Mutants(t, top, "a.go") {
		names = append(names, mutant.String())
	}
	require.Equal(t, []string{
		`a.go	f	a < 2 && s+"x" != ""	!(a < 2 && s+"x" != "")`,
		`a.go	f	a < 2 && s+"x" != ""	a < 2 || s+"x" != ""`,
		`a.go	f	a < 2	a <= 2`,
		`a.go	f	2	2 + 1`,
		`a.go	f	x = a	`,
		`a.go	f	true	false`,
	}, names)
}
