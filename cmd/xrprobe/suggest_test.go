// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	choices := []string{"human", "json", "jsonl", "properties"}
	for word, want := range map[string]string{
		"jsom": "json", "JSON": "json", "jsonll": "jsonl", "prop": "properties", "propertys": "properties", "humam": "human",
		"yaml": "", "x": "", "": "", "pr": "", "something else": "",
	} {
		require.Equal(t, want, nearest(word, choices), word)
	}
}

func TestOrList(t *testing.T) {
	t.Parallel()
	require.Equal(t, "", orList(nil))
	require.Equal(t, "a", orList([]string{"a"}))
	require.Equal(t, "a or b", orList([]string{"a", "b"}))
	require.Equal(t, "a, b or c", orList([]string{"a", "b", "c"}))
}
