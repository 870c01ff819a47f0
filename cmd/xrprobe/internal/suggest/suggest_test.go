// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package suggest

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNearest_FindsTyposAndBeginnings(t *testing.T) {
	t.Parallel()
	choices := []string{"human", "json", "jsonl", "properties"}
	for word, want := range map[string]string{
		"jsom": "json", "JSON": "json", "jsonll": "jsonl", "prop": "properties", "propertys": "properties", "humam": "human",
		"yaml": "", "x": "", "": "", "pr": "", "something else": "",
	} {
		require.Equal(t, want, Nearest(word, choices), word)
	}
}

// A short word is nearly any other short word, so it must be nearer than a long one.
func TestNearest_ShortWordsMustBeNearer(t *testing.T) {
	t.Parallel()
	choices := []string{"ask", "check", "list", "modes", "show"}
	for word, want := range map[string]string{
		"lst": "list", "aks": "ask", "as": "ask", "shwo": "show", "moeds": "modes", "mods": "modes", "chekc": "check",
		"a": "", "ls": "", "sho": "show", "foo": "", "lask": "ask", "what": "",
	} {
		require.Equal(t, want, Nearest(word, choices), word)
	}
	require.Empty(t, Nearest("lst", []string{"ask"}))
}

func TestEditDistance_CountsCharacters(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		from, to string
		want     int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"same", "same", 0},
		{"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"json", "jsno", 1}, {"ab", "ba", 1}, {"abc", "ca", 3}, {"modes", "mode", 1}, {"jsön", "json", 1},
	} {
		require.Equal(t, row.want, editDistance(row.from, row.to), "%s, %s", row.from, row.to)
		require.Equal(t, row.want, editDistance(row.to, row.from), "%s, %s", row.to, row.from)
	}
}

func TestOr_HasNoCommaBeforeOr(t *testing.T) {
	t.Parallel()
	require.Equal(t, "", Or(nil))
	require.Equal(t, "a", Or([]string{"a"}))
	require.Equal(t, "a or b", Or([]string{"a", "b"}))
	require.Equal(t, "a, b or c", Or([]string{"a", "b", "c"}))
}
