// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package identity_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/identity"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

func TestPrograms_OneLineADisagreement(t *testing.T) {
	t.Parallel()
	const unavailable = "XR_ERROR_RUNTIME_UNAVAILABLE"
	wide := func(change func(*report.OtherProgram)) report.OtherProgram {
		p := report.OtherProgram{LoaderVersion: "1.0.20", Until: new("1.0.29"), Arch: new("x86_64"), Result: new(unavailable), Because: new("no runtime is active")}
		change(&p)
		return p
	}
	narrow := report.OtherProgram{LoaderVersion: "1.1.61", Arch: new("i686"), Result: new(unavailable), Because: new("no runtime is active")}
	works := report.OtherProgram{LoaderVersion: "1.1.61", Arch: new("i686"), Runtime: new("/i.json")}
	unusable := report.OtherProgram{LoaderVersion: "1.1.61", Arch: new("i686"), Runtime: new("/x.json"), Result: new(unavailable), Because: new("it is built for x86_64.")}
	found, none := new("/x.json"), (*string)(nil)
	for name, test := range map[string]struct {
		own   *string
		cause *report.Cause
		other []report.OtherProgram
		want  string
	}{
		"all get the same":       {own: found},
		"no runtime at all":      {own: none, other: []report.OtherProgram{narrow}},
		"an old loader":          {own: found, other: []report.OtherProgram{wide(func(*report.OtherProgram) {})}, want: "programs with loader 1.0.20 find no runtime, those with 1.1.61 find /x.json (this changed with 1.0.29)"},
		"a service that is down": {own: found, cause: &report.Cause{Level: report.LevelInstance}, other: []report.OtherProgram{narrow}, want: "i686 programs find no runtime, x86_64 programs find /x.json"},
		"a service, and another": {own: found, cause: &report.Cause{Level: report.LevelInstance}, other: []report.OtherProgram{works}},
		"a library that is gone": {own: found, cause: &report.Cause{Level: report.LevelBinary}, other: []report.OtherProgram{wide(func(*report.OtherProgram) {})}},
		"no 32-bit build":        {own: found, other: []report.OtherProgram{unusable}, want: "i686 programs cannot use /x.json (it is built for x86_64), x86_64 programs find /x.json"},
		"a 32-bit one alone":     {own: none, other: []report.OtherProgram{works}, want: "i686 programs find /i.json, x86_64 programs find no runtime"},
		"the search fails":       {own: found, other: []report.OtherProgram{wide(func(p *report.OtherProgram) { p.Result = new("XR_ERROR_RUNTIME_FAILURE") })}, want: "programs with loader 1.0.20 fail in the search for a runtime, those with 1.1.61 find /x.json (this changed with 1.0.29)"},
		"a newer one finds it": {own: none, other: []report.OtherProgram{wide(func(p *report.OtherProgram) {
			p.LoaderVersion, p.Until, p.Runtime, p.Result = "1.1.61", nil, found, nil
		})}, want: "programs with loader 1.1.61 find /x.json, those with 1.1.61 find no runtime"},
		"both builds are at hand": {own: found, other: []report.OtherProgram{works}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &report.Report{Program: &report.Program{LoaderVersion: "1.1.61", Arch: new("x86_64")}, Resolution: &report.Resolution{Chosen: test.own}, Programs: test.other,
				Runtimes: []report.Runtime{{ID: "r", Active: true, Cause: test.cause}}}
			if test.own == nil || test.cause != nil {
				r.Program.Result = new(unavailable)
			}
			var out bytes.Buffer
			p := &prose.Writer{Aligned: true, Width: 1000}
			identity.Programs(p, r)
			out.WriteString(p.String())
			if test.want == "" {
				require.Empty(t, out.String())
				return
			}
			require.Equal(t, "Programs  "+test.want+"\n", out.String())
		})
	}
	var silent prose.Writer
	identity.Programs(&silent, &report.Report{Programs: []report.OtherProgram{narrow}})
	require.Empty(t, silent.String(), "nothing is known of this program")
}

func TestProgramTable(t *testing.T) {
	t.Parallel()
	table := identity.ProgramTable(&report.Report{Programs: []report.OtherProgram{{LoaderVersion: "1.0.20", Arch: new("i686"), Runtime: new("/x.json")}, {LoaderVersion: "1.1.61", Result: new("R"), Because: new("b")}}})
	require.Equal(t, [][]string{{"i686", "1.0.20", "/x.json", "unknown", ""}, {"unknown", "1.1.61", "none", "R", "b"}}, table.Rows)
}
