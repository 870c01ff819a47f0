// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package shell_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/shell"
)

func TestWord(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"/a/b-c.json": "/a/b-c.json", "a b": "'a b'", "": "''", "$(x)": "'$(x)'", "it's": `'it'\''s'`, "a;b": "'a;b'"} {
		require.Equal(t, want, shell.Word(word))
	}
}

func TestIsVariable(t *testing.T) {
	t.Parallel()
	require.True(t, shell.IsVariable("DISABLE_X1"))
	for _, name := range []string{"", "1A", "A=B", "A B", "A;B", "$(x)"} {
		require.False(t, shell.IsVariable(name), name)
	}
}

func TestSetAndUnset(t *testing.T) {
	t.Parallel()
	require.Equal(t, "export A='b c'", shell.Set("linux", "A", "b c"))
	require.Equal(t, "set A=b c", shell.Set("windows", "A", "b c"))
	require.Equal(t, "unset A", shell.Unset("darwin", "A"))
	require.Equal(t, "set A=", shell.Unset("windows", "A"))
}
