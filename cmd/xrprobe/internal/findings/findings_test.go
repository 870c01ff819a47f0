// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package findings_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/faults"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/findings"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

func examined() findings.Examination {
	binary := report.LevelBinary
	r := &report.Report{
		Runtimes: []report.Runtime{{ID: "monado", Level: report.LevelManifest}, {ID: "wivrn", Level: binary}}, Layers: []report.Layer{{}},
		Problems: []report.Problem{
			{ID: "library_missing", Severity: report.SeverityError, Subject: "monado", Text: "the library does not exist", Fix: new("Install it again: sudo apt install monado")},
			{ID: "sandboxed", Severity: report.SeverityInfo, Subject: "host", Text: "this is a container"},
		},
	}
	return findings.Of(r, func(p report.Problem) []string { return []string{"seen of " + p.ID, "and more"} })
}

func TestSchema_TakesWhatIsPrinted(t *testing.T) {
	t.Parallel()
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(findings.Schema(), &schema))
	checked, err := schema.Resolve(nil)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		change func(*findings.Examination)
		valid  bool
	}{
		"findings":          {func(*findings.Examination) {}, true},
		"none":              {func(e *findings.Examination) { e.Findings, e.Level = []findings.Finding{}, nil }, true},
		"pretended":         {func(e *findings.Examination) { e.Pretended = new("sandboxed") }, true},
		"another version":   {func(e *findings.Examination) { e.Schema = "xrprobe.doctor/2" }, false},
		"findings of null":  {func(e *findings.Examination) { e.Findings = nil }, false},
		"another severity":  {func(e *findings.Examination) { e.Findings[0].Severity = "fatal" }, false},
		"no evidence":       {func(e *findings.Examination) { e.Findings[0].Evidence = nil }, false},
		"an ID with spaces": {func(e *findings.Examination) { e.Findings[0].ID = "library missing" }, false},
	} {
		e := examined()
		c.change(&e)
		text, err := json.Marshal(e)
		require.NoError(t, err)
		var value any
		require.NoError(t, json.Unmarshal(text, &value))
		require.Equal(t, c.valid, checked.Validate(value) == nil, name)
	}
}

func TestPrint_PeopleAndPrograms(t *testing.T) {
	t.Parallel()
	e := examined()
	require.True(t, e.HasError())
	p := prose.Writer{Width: 80, Aligned: true}
	findings.Print(&p, e)
	require.Equal(t, `Error     library_missing, monado: the library does not exist
Seen      seen of library_missing
          and more
Fix       Install it again: sudo apt install monado

Info      sandboxed: this is a container
Seen      seen of sandboxed
          and more
`, p.String())
	p = prose.Writer{Width: 80}
	findings.Print(&p, e.Only([]string{"sandboxed"}))
	require.Equal(t, "finding\tsandboxed\tinfo\thost\tthis is a container\tseen of sandboxed; and more\t\n", p.String())
	p = prose.Writer{Width: 80}
	findings.Print(&p, e.Only([]string{"crashed"}))
	require.Equal(t, "Nothing is wrong, as far as this was looked at: the search for the active runtime, 2 runtimes, 1 API layer, up to the level binary; of the problems found, only those asked for are told.\n", p.String())
	require.False(t, e.Only([]string{"crashed"}).HasError())
}

// A fix that ends in a command is printed so that the command stays on one line.
func TestSplitFix_KnowsTheCommandsOfThoroughFixes(t *testing.T) {
	t.Parallel()
	for _, fix := range []string{
		"sudo chmod o-w /usr/lib/x.so", "chmod g-w /home/ann/x.so", "Remove the line: sed -i 2d /home/ann/.profile", "Stop it, and start it again: kill 7 && monado-service",
		"If they are not to be trusted: sudo chmod g-w /x", "To use that one here too: unset XDG_CONFIG_HOME", "export XDG_RUNTIME_DIR=/run/user/1",
	} {
		_, command := faults.SplitFix(fix)
		require.Regexp(t, regexp.QuoteMeta(command)+"$", fix)
		require.NotEmpty(t, command, fix)
	}
}
