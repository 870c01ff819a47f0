// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package prose

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func sample() Table {
	return Table{Kind: "row", Header: []string{"NAME", "SUPPORT", "BECAUSE"}, Rows: [][]string{
		{"short", "yes", "of this"},
		{"a longer name", "unsupported", strings.Repeat("many words ", 12) + "\tend\x1b[2J"},
	}}
}

func TestTable_SeparatedForPrograms(t *testing.T) {
	t.Parallel()
	p := &Writer{Width: UsualWidth}
	p.Table(sample())
	lines := strings.Split(p.String(), "\n")
	require.Equal(t, "row\tshort\tyes\tof this", lines[0])
	require.Equal(t, "row\ta longer name\tunsupported\t"+strings.Repeat("many words ", 12)+" end\uFFFD[2J", lines[1])
	require.Equal(t, "", lines[2])
	require.Len(t, lines, 3, "no header")
}

func TestTable_AlignedForPeople(t *testing.T) {
	t.Parallel()
	p := &Writer{Aligned: true, Width: UsualWidth}
	p.Table(Table{Header: []string{"EMPTY"}})
	require.Empty(t, p.String(), "a table without rows has no header either")
	p.Table(sample())
	p.Table(sample())
	lines := strings.Split(p.String(), "\n")
	require.Equal(t, "NAME           SUPPORT      BECAUSE", lines[0])
	require.Equal(t, "short          yes          of this", lines[1])
	require.Equal(t, "a longer name  unsupported  many words many words many words many words many", lines[2])
	require.Equal(t, "                            words many words many words many words many words", lines[3])
	require.Equal(t, "", lines[5], "tables stand apart")
	for _, line := range lines {
		require.LessOrEqual(t, utf8.RuneCountInString(line), UsualWidth)
	}
}

func TestWriter_ColoursTakeNoColumns(t *testing.T) {
	t.Parallel()
	plain, painted := &Writer{Aligned: true, Width: UsualWidth}, &Writer{Aligned: true, Coloured: true, Width: UsualWidth}
	for _, p := range []*Writer{plain, painted} {
		p.Entry("Problem", "%s", strings.Repeat("word ", 30))
		p.Row("WebXR", "inline", "supported", strings.Repeat("word ", 30))
		p.Table(sample())
	}
	require.Contains(t, painted.String(), "\x1b[31mProblem\x1b[0m   word")
	require.Contains(t, painted.String(), "\x1b[1mWebXR\x1b[0m     inline        \x1b[32msupported\x1b[0m     word")
	require.Contains(t, painted.String(), "\x1b[33munsupported\x1b[0m  many")
	bare := painted.String()
	for _, code := range []string{"\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[33m"} {
		bare = strings.ReplaceAll(bare, code, "")
	}
	require.Equal(t, plain.String(), bare)
}

func TestTable_NarrowTerminalGetsOneLinePerCell(t *testing.T) {
	t.Parallel()
	p := &Writer{Aligned: true, Width: MinWidth}
	p.Table(Table{Header: []string{"RUNTIME", "ACTIVE", "STATE", "MANIFEST"}, Rows: [][]string{
		{"monado", "yes", "library_missing", "/etc/xdg/openxr/1/active_runtime.json"},
		{"wivrn", "no", "", strings.Repeat("many words ", 5)},
	}})
	require.Equal(t, `RUNTIME: monado
ACTIVE: yes
STATE: library_missing
MANIFEST: /etc/xdg/openxr/1/active_runtime.json

RUNTIME: wivrn
ACTIVE: no
MANIFEST: many words many words many
          words many words many words
`, p.String())
	p = &Writer{Aligned: true, Width: MinWidth}
	p.Table(Table{Header: []string{"SHEET", "HOST", "SIZE"}, Rows: [][]string{{"steamvr", "standalone_headset", "7"}}})
	require.Equal(t, "SHEET    HOST                SIZE\nsteamvr  standalone_headset  7\n", p.String(), "what fits stays a table")
}

func TestRow_NarrowTerminalPutsTheReasonBelow(t *testing.T) {
	t.Parallel()
	p := &Writer{Width: MinWidth}
	p.Row("WebXR", "inline", "supported", "every user agent supports inline sessions")
	p.Row("", "immersive-vr", "supported", "")
	require.Equal(t, "WebXR     inline        supported\n            every user agent supports\n            inline sessions\n          immersive-vr  supported\n", p.String())
}

func TestWidth_IsWhatCOLUMNSSays(t *testing.T) {
	for columns, want := range map[string]int{"": UsualWidth, "wide": UsualWidth, "-3": UsualWidth, "0": UsualWidth, "10": MinWidth, "40": 40, "132": 132, "1000": MaxWidth} {
		t.Setenv("COLUMNS", columns)
		require.Equal(t, want, Width(&strings.Builder{}), columns)
	}
}
