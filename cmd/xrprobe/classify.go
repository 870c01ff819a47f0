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
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/screen"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// classifyFlags are the flags of the classify command, or nil: an empty string is a
// user-agent string too.
type classifyFlags struct {
	userAgent, profile, emit *string
	agent                    useragent.Agent // its hints alone
}

func (a *app) classifyCommand() *cobra.Command {
	var c classifyFlags
	command := a.command("classify", "Class and permission default per mode; asks no runtime", noArguments, nil)
	command.Long = strings.TrimSpace(`
Says what a user agent tells a page by default about each session mode: on this
host, for the user agents that send a string, or for the user-agent build of a
profile. It looks for no runtime and no headset. "classify verify" proves that
the defaults of profiles tell no two user agents apart that send the same
strings. Before you use --emit, run "classify verify" over your build's profile
and the profiles of all user agents that send the same strings.`)
	command.RunE = func(command *cobra.Command, _ []string) error { return a.classify(command.Context(), c) }
	flags := command.Flags()
	flags.Func("user-agent", "`STRING` that a user agent sends", given(&c.userAgent))
	flags.Func("client-hint", "`HEADER` that the user agent sends too, such as\n'Sec-CH-UA-Mobile: ?0'; may be repeated", c.agent.AddHint)
	flags.Func("profile", "`FILE` with a user-agent build's profile", given(&c.profile))
	flags.Func("emit", "write a table for the profile's build in this\n`FORMAT`: json, or header for C and C++", given(&c.emit))
	mustRegister(command, "emit", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return emits(), cobra.ShellCompDirectiveNoFileComp
	})
	command.AddCommand(a.verifyCommand())
	return command
}

// given stores a flag's value. The pointer stays nil if the flag is missing.
func given(value **string) func(string) error {
	return func(s string) error {
		*value = &s
		return nil
	}
}

func emits() []string { return texts([]classify.EmitFormat{classify.EmitJSON, classify.EmitHeader}) }

func (a *app) classify(ctx context.Context, c classifyFlags) error {
	if err := c.validate(a.flags); err != nil {
		return err
	}
	if c.emit != nil {
		return a.emit(*c.profile, classify.EmitFormat(*c.emit))
	}
	found, err := a.classifiedReport(ctx, c)
	if err != nil {
		return err
	}
	return a.print(found, func(p *prose.Writer, r *report.Report) {
		if p.Aligned {
			screen.Classes(p, c.where(r), r)
			p.Entry("Because", "%s", strings.Join(r.Host.Evidence, "; "))
			return
		}
		p.Table(prose.Table{Kind: "host", Rows: [][]string{
			{string(r.Host.FormFactor), prose.Known(r.Host.OS), prose.Known(r.Host.Arch), strings.Join(r.Host.Evidence, "; ")},
		}})
		p.Table(classTable(r))
	})
}

// where says which user agents the answer is about.
func (c classifyFlags) where(r *report.Report) string {
	switch {
	case c.userAgent != nil:
		return "in a user agent that sends this string"
	case c.profile != nil:
		return "in a build with this profile"
	default:
		return "on " + screen.HostKind(r.Host.FormFactor)
	}
}

// validate refuses flags that contradict each other.
func (c classifyFlags) validate(global flags) error {
	var subjects []string
	for _, flag := range []struct {
		name  string
		given bool
	}{
		{"--user-agent", c.userAgent != nil}, {"--profile", c.profile != nil}, {"--simulate", global.simulate != ""}, {"--root", global.root != ""}, {"--from", global.from != ""},
	} {
		if flag.given {
			subjects = append(subjects, flag.name)
		}
	}
	switch {
	case len(subjects) > 1:
		return usageError{fmt.Errorf("%s contradict each other: classify one thing at a time", strings.Join(subjects, " and "))}
	case c.agent.Hinted() && c.userAgent == nil:
		return usageError{fmt.Errorf("--client-hint is about the user agents that send a string: give the string by --user-agent")}
	case c.emit != nil && c.profile == nil:
		return usageError{fmt.Errorf("--emit writes a table for a build: name its --profile")}
	case c.emit != nil:
		return oneOf("--emit", *c.emit, emits())
	default:
		return nil
	}
}

// emit prints a table that a build in another language compiles in.
func (a *app) emit(file string, format classify.EmitFormat) error {
	build, err := readProfile(file)
	if err != nil {
		return asUsage("--profile", err)
	}
	return classify.Emit(a.stdout, format, build)
}

// classifiedReport returns a report that holds a classification and no runtime's answer.
func (a *app) classifiedReport(ctx context.Context, c classifyFlags) (*report.Report, error) {
	switch {
	case c.userAgent != nil:
		return a.subjectReport("the user-agent string is classified, whatever host sends it", useragent.Agent{String: useragent.String(*c.userAgent), Hints: c.agent.Hints}), nil
	case c.profile != nil:
		build, err := readProfile(*c.profile)
		if err != nil {
			return nil, asUsage("--profile", err)
		}
		return a.subjectReport("the profile "+build.Name+" is classified, whatever host it runs on", build), nil
	case a.flags.from != "":
		return a.reportClasses(ctx)
	case a.flags.simulate != "":
		r, err := a.flags.request(defaults{})
		if err != nil {
			return nil, err
		}
		r.Level = report.LevelManifest // a class needs nothing that a runtime answers
		return a.probe(ctx, r)
	default:
		host := hardware.Machine{Root: a.flags.root}.Host()
		return a.classReport(host, probe.ClassifyHost(host)), nil
	}
}

// reportClasses returns an earlier report. If it has no classes, they follow from its host.
func (a *app) reportClasses(ctx context.Context) (*report.Report, error) {
	found, err := a.probe(ctx, probe.Request{})
	if err == nil && found.Classification == nil {
		found.Classification = probe.ReportClasses(probe.ClassifyHost(found.Host))
	}
	return found, err
}

func (a *app) subjectReport(evidence string, subject classify.Subject) *report.Report {
	return a.classReport(report.Host{FormFactor: report.FormFactorUnknown, Evidence: []string{evidence}}, classify.Classify(subject))
}

// classReport returns a report of classes. Its time is that of the program's source, so
// that the same classes are the same bytes whenever they are asked for.
func (a *app) classReport(host report.Host, classes classify.Classifications) *report.Report {
	host.Label = a.flags.hostLabel()
	return &report.Report{
		Schema: report.SchemaName, Generated: sourceTime(), Tool: tool(), Host: host, Problems: []report.Problem{},
		Classification: probe.ReportClasses(classes),
	}
}

// maxProfile is how many bytes a profile may have: many times what a build needs.
const maxProfile = 1 << 20

func readProfile(path string) (classify.Profile, error) {
	data, err := readSmall(path, maxProfile, "profile")
	if err != nil {
		return classify.Profile{}, err
	}
	return profile.Parse(path, data)
}

// readSmall reads a file of at most so many bytes. What names the kind of file in errors.
func readSmall(path string, most int64, what string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%s: the file is too long: a %s has at most %d bytes", path, what, most)
	}
	return data, err
}

func classTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "class"}
	for _, class := range r.Classification {
		t.Rows = append(t.Rows, []string{string(class.Mode), class.Class, class.Default, ambiguity(class), class.Because})
	}
	return t
}

// ambiguity returns the cause why the class is not certain, or "certain".
func ambiguity(class report.Classification) string {
	if class.Ambiguous == nil {
		return "certain"
	}
	return class.Ambiguous.Cause
}
