// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package helptext

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

func TestSearch_ExplainsEveryRule(t *testing.T) {
	t.Parallel()
	text := Search()
	words := strings.Join(strings.Fields(text), " ")
	for _, rule := range loader.Rules() {
		require.NotEmpty(t, families[rule.Number[0]], "%s belongs to no family", rule.Number)
		require.Contains(t, words, " "+rule.Number+" ")
		require.Contains(t, words, rule.Text)
		if rule.Word != "" {
			require.Contains(t, words, rule.Number+" "+rule.Word+": "+rule.Text)
		}
	}
	for _, change := range loader.Changes() {
		require.Contains(t, words, " "+change.Since.String()+" "+change.Text)
	}
	for line := range strings.Lines(text) {
		require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimRight(line, "\n")), textWidth, line)
	}
}

func TestHide_LeavesOutWhatMeansNothing(t *testing.T) {
	t.Parallel()
	root, serve := &cobra.Command{Use: "xrprobe"}, &cobra.Command{Use: "serve"}
	root.AddCommand(serve)
	root.PersistentFlags().String("level", "", "LEVEL")
	root.PersistentFlags().Bool("json", false, "JSON")
	restore := Hide(serve)
	usage := serve.UsageString()
	require.Contains(t, usage, "--level")
	require.NotContains(t, usage, "--json")
	require.Contains(t, root.UsageString(), "--level")
	restore()
	require.Contains(t, serve.UsageString(), "--json")
	require.False(t, MeansNothing(root, "json"))
}
