// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

func sample() table {
	return table{kind: "row", header: []string{"NAME", "SUPPORT", "BECAUSE"}, rows: [][]string{
		{"short", "yes", "of this"},
		{"a longer name", "unsupported", strings.Repeat("many words ", 12) + "\tend\x1b[2J"},
	}}
}

func TestTable_SeparatedForPrograms(t *testing.T) {
	t.Parallel()
	p := &page{width: usualWidth}
	p.table(sample())
	lines := strings.Split(p.String(), "\n")
	require.Equal(t, "row\tshort\tyes\tof this", lines[0])
	require.Equal(t, "row\ta longer name\tunsupported\t"+strings.Repeat("many words ", 12)+" end\uFFFD[2J", lines[1])
	require.Equal(t, "", lines[2])
	require.Len(t, lines, 3, "no header")
}

func TestTable_AlignedForPeople(t *testing.T) {
	t.Parallel()
	p := &page{aligned: true, width: usualWidth}
	p.table(table{header: []string{"EMPTY"}})
	require.Empty(t, p.String(), "a table without rows has no header either")
	p.table(sample())
	p.table(sample())
	lines := strings.Split(p.String(), "\n")
	require.Equal(t, "NAME           SUPPORT      BECAUSE", lines[0])
	require.Equal(t, "short          yes          of this", lines[1])
	require.Equal(t, "a longer name  unsupported  many words many words many words many words many", lines[2])
	require.Equal(t, "                            words many words many words many words many words", lines[3])
	require.Equal(t, "", lines[5], "tables stand apart")
	for _, line := range lines {
		require.LessOrEqual(t, utf8.RuneCountInString(line), usualWidth)
	}
}

func TestPage_ColoursTakeNoColumns(t *testing.T) {
	t.Parallel()
	plain, painted := &page{aligned: true, width: usualWidth}, &page{aligned: true, coloured: true, width: usualWidth}
	for _, p := range []*page{plain, painted} {
		p.entry("Problem", "%s", strings.Repeat("word ", 30))
		p.row("WebXR", "inline", "supported", strings.Repeat("word ", 30))
		p.table(sample())
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

// Every help text fits a terminal of 80 columns.
func TestHelp_Fits80Columns(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	root := newRoot(&stdout, &stderr)
	for _, command := range append([]*cobra.Command{root}, root.Commands()...) {
		for line := range strings.Lines(command.Long + "\n" + command.UsageString()) {
			require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimRight(line, "\n")), usualWidth, "%s: %s", command.Name(), line)
		}
	}
}
