// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package demand_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/demand"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/requirement"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

const text = `{"schema": "xrprobe.requirements/1", "title": "T", "requirements": [{"extension": "XR_A", "purpose": "hands"}]}`

func TestRead(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "a.json")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	files, err := demand.Read([]string{name, demand.Stdin}, strings.NewReader(text))
	require.NoError(t, err)
	require.Len(t, files, 2)
	require.Equal(t, "standard input", files[1].Name)
	for _, row := range []struct {
		names []string
		want  string
	}{
		{[]string{name, name}, "it is named twice"},
		{[]string{demand.Stdin}, "standard input:1:1: not valid JSON: it ends too early"},
		{[]string{""}, "name a file, or - for standard input"},
		{[]string{name + ".gone"}, "no such file"},
	} {
		_, err := demand.Read(row.names, strings.NewReader(""))
		require.ErrorContains(t, err, row.want)
	}
}

func TestTableAndMissing(t *testing.T) {
	t.Parallel()
	f, err := requirement.Parse("a.json", []byte(text))
	require.NoError(t, err)
	r := &report.Report{Runtimes: []report.Runtime{}, Modes: []report.Mode{{Mode: webxr.Inline, Support: report.Supported, Reasons: []report.Reason{{Text: "always"}}}}}
	answer := requirement.Judge(r, f, requirement.OfModes(webxr.Inline))
	table := demand.Table(answer)
	require.Equal(t, [][]string{
		{"not satisfied", "a.json", "XR_A", "hands", "no OpenXR runtime is active on this machine"},
		{"satisfied", "command line", "mode inline", "", "always"},
	}, table.Rows)
	require.Len(t, table.Header, len(table.Rows[0]))
	require.Equal(t, "XR_A: not satisfied: no OpenXR runtime is active on this machine", demand.Missing(answer))
	require.Empty(t, demand.Unsupported(r, []webxr.SessionMode{webxr.Inline}))
	r.Modes[0].Support = report.Unknown
	require.Equal(t, []string{"inline is unknown: always"}, demand.Unsupported(r, []webxr.SessionMode{webxr.Inline}))
	many := requirement.Judge(r, f, f, f, f, f)
	require.True(t, strings.HasSuffix(demand.Missing(many), "; and 2 more"))
}
