// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/profile"
	"github.com/xrprobe/xrprobe/classify/useragent"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// classified is what the classify command was asked to classify; nil is what it was not
// asked, since an empty string is a user-agent string too.
type classified struct{ userAgent, profile, emit *string }

func (a *app) classifyCommand() *cobra.Command {
	var asked classified
	command := a.command("classify", "Class and permission default per mode; asks no runtime", noArguments, nil)
	command.Long = strings.TrimSpace(`
Says what a page is told by default about each session mode: of this host, of
the user agents that send a string, or of a user-agent build by its profile. No
runtime and no headset is looked for. "classify verify" proves that profiles'
defaults tell no two user agents apart that send the same strings. Before you
use --emit, run it over your build's profile and all that send the same.`)
	command.RunE = func(command *cobra.Command, _ []string) error { return a.classify(command.Context(), asked) }
	flags := command.Flags()
	flags.Func("user-agent", "`STRING` that a user agent sends", given(&asked.userAgent))
	flags.Func("profile", "`FILE` with a user-agent build's profile", given(&asked.profile))
	flags.Func("emit", "`FORMAT` of a table for the profile's build:\njson, or header for C and C++", given(&asked.emit))
	mustRegister(command, "emit", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return emits(), cobra.ShellCompDirectiveNoFileComp
	})
	command.AddCommand(a.verifyCommand())
	return command
}

// given notes a flag's value, and that it was there.
func given(value **string) func(string) error {
	return func(s string) error {
		*value = &s
		return nil
	}
}

func emits() []string { return []string{string(classify.EmitJSON), string(classify.EmitHeader)} }

func (a *app) classify(ctx context.Context, asked classified) error {
	if err := asked.contradiction(a); err != nil {
		return err
	}
	if asked.emit != nil {
		return a.emit(asked)
	}
	found, err := a.classifiedReport(ctx, asked)
	if err != nil {
		return err
	}
	return a.print(found, func(p *page, r *report.Report) {
		if p.aligned {
			classRows(p, asked.where(r), r)
			p.entry("Because", "%s", strings.Join(r.Host.Evidence, "; "))
			return
		}
		p.table(table{kind: "host", rows: [][]string{
			{string(r.Host.FormFactor), known(r.Host.OS), known(r.Host.Arch), strings.Join(r.Host.Evidence, "; ")},
		}})
		p.table(classTable(r))
	})
}

// where says of whom the answer is true.
func (c classified) where(r *report.Report) string {
	switch {
	case c.userAgent != nil:
		return "of a user agent that sends this string"
	case c.profile != nil:
		return "of a build with this profile"
	default:
		return "on " + hostKind(r.Host.FormFactor)
	}
}

// contradiction finds flags that cannot stand together.
func (c classified) contradiction(a *app) error {
	var subjects []string
	for _, flag := range []struct {
		name  string
		given bool
	}{
		{"--user-agent", c.userAgent != nil}, {"--profile", c.profile != nil}, {"--simulate", a.simulate != ""}, {"--root", a.root != ""},
	} {
		if flag.given {
			subjects = append(subjects, flag.name)
		}
	}
	switch {
	case len(subjects) > 1:
		return usageError{fmt.Errorf("%s contradict each other: one thing is classified at a time", strings.Join(subjects, " and "))}
	case c.emit != nil && c.profile == nil:
		return usageError{fmt.Errorf("--emit makes a table for a build: name its --profile")}
	case c.emit != nil:
		return oneOf("--emit", *c.emit, emits())
	default:
		return nil
	}
}

// emit prints what a build in another language compiles in.
func (a *app) emit(asked classified) error {
	build, err := readProfile(*asked.profile)
	if err != nil {
		return asUsage("--profile", err)
	}
	return classify.Emit(a.stdout, classify.EmitFormat(*asked.emit), build)
}

// classifiedReport is a report with a classification alone.
func (a *app) classifiedReport(ctx context.Context, asked classified) (*report.Report, error) {
	switch {
	case asked.userAgent != nil:
		return a.classesOnly("a user-agent string is classified, whatever host sends it", useragent.String(*asked.userAgent)), nil
	case asked.profile != nil:
		build, err := readProfile(*asked.profile)
		if err != nil {
			return nil, asUsage("--profile", err)
		}
		return a.classesOnly("the profile "+build.Name+" is classified, whatever host it runs on", build), nil
	case a.simulate != "":
		a.level = string(report.LevelManifest)
		r, err := a.request()
		if err != nil {
			return nil, err
		}
		return a.probe(ctx, r)
	default:
		host := hardware.Machine{Root: a.root}.Host()
		r := a.timeless(host)
		r.Classification = probe.ReportClasses(probe.ClassifyHost(host))
		return r, nil
	}
}

func (a *app) classesOnly(evidence string, subject classify.Subject) *report.Report {
	r := a.timeless(report.Host{FormFactor: report.FormFactorUnknown, Evidence: []string{evidence}})
	r.Classification = probe.ReportClasses(classify.Classify(subject))
	return r
}

// timeless is a report of what does not depend on when it is asked: its time is the
// program's own, so that the same answer is the same bytes.
func (a *app) timeless(host report.Host) *report.Report {
	host.Label = a.labelled()
	return &report.Report{
		Schema: report.SchemaName, Generated: writtenAt(), Tool: tool(), Host: host, Problems: []report.Problem{},
	}
}

// maxProfile is many times what a build's profile takes.
const maxProfile = 1 << 20

func readProfile(path string) (classify.Profile, error) {
	data, err := readSmall(path, maxProfile, "profile")
	if err != nil {
		return classify.Profile{}, err
	}
	return profile.Parse(path, data)
}

// readSmall reads a file that people write by hand.
func readSmall(path string, most int64, what string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%s: more than %d bytes are no %s", path, most, what)
	}
	return data, err
}

func classTable(r *report.Report) table {
	t := table{kind: "class"}
	for _, class := range r.Classification {
		t.rows = append(t.rows, []string{string(class.Mode), class.Class, class.Default, ambiguity(class), class.Because})
	}
	return t
}

// ambiguity is the cause for which no class is certain.
func ambiguity(class report.Classification) string {
	if class.Ambiguous == nil {
		return "certain"
	}
	return class.Ambiguous.Cause
}
