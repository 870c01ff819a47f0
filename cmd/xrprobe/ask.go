// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/browsers"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/tryout"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/visit"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/suggest"
)

// askFlags are the flags of the ask command: the page, its user and their user agent.
type askFlags struct {
	origin, mode, strategy, policy, answer, profile string
	thirdParty, incognito                           bool
	// seed is nil if the user gave none.
	seed *uint64
}

// The policies: whether a document may use xr-spatial-tracking.
const (
	policyDefault = "default"
	policyAllow   = "allow"
	policyBlock   = "block"
)

func policies() []string { return []string{policyDefault, policyAllow, policyBlock} }

func strategies() []string {
	return []string{permission.AlwaysAsk.String(), permission.AlwaysTrue.String(), permission.AskWhenPresent.String()}
}

func (a *app) askCommand() *cobra.Command {
	var f askFlags
	command := a.command("ask", "What a page would see, and when, step by step", noArguments, nil)
	command.Long = strings.TrimSpace(`
Lets a page call isSessionSupported, and prints what the page would see on this
machine or a simulated one, and what happens where it cannot see. The clock is a
virtual one, so you do not wait. Like a page's call, it asks no runtime (--level
binary) unless --level says so; of a data sheet it asks everything.

With --output json it prints only what the page observes. With the same --seed
the output is the same to the byte when there is no headset and when the user
does not consent.

With --serve it serves a page that plays the user agent in a browser, until you
interrupt it: simulated headsets, real prompts, and beside each other what the
page saw and what the user agent knew. Only this machine reaches it, and it
fetches nothing from elsewhere. A build by "make build" has it.`)
	command.RunE = func(command *cobra.Command, _ []string) error {
		if serve := command.Flag("serve"); serve.Changed {
			return asUsage("--serve", tryout.Run(command.Context(), serve.Value.String(), command.Flags().NFlag()-1, a.stdout))
		}
		return a.ask(command.Context(), f)
	}
	flags := command.Flags()
	flags.String("serve", "", "serve a page to try this in a browser, at an\n`ADDRESS` of this machine such as 127.0.0.1:8080\n")
	flags.StringVar(&f.origin, "origin", "", "`URL` of the page; only its origin counts")
	flags.StringVar(&f.mode, "mode", "", "session `MODE` that the page asks for")
	flags.StringVar(&f.strategy, "strategy", permission.AskWhenPresent.String(), "`STRATEGY` for modes whose support varies:\n"+suggest.Or(strategies())+"\n")
	flags.StringVar(&f.policy, "policy", policyDefault, "`POLICY` for xr-spatial-tracking: allow, block, or\ndefault, which allows it to the first party\n")
	flags.StringVar(&f.answer, "answer", visit.Ignore, "the user's `ANSWER` to the prompt: allow, block,\ndismiss or ignore\n")
	flags.StringVar(&f.profile, "profile", "", "`FILE` with a user-agent build's profile: take its\nclasses, not this host's, and what it composes")
	flags.BoolVar(&f.thirdParty, "third-party", false, "the page is in a frame of another origin")
	flags.BoolVar(&f.incognito, "incognito", false, "the page is in an incognito window")
	flags.Func("seed", "`N` that seeds the random numbers, to repeat a run", f.setSeed)
	for name, words := range map[string][]string{"mode": modeNames(), "strategy": strategies(), "policy": policies(), "answer": visit.Answers()} {
		mustRegister(command, name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return words, cobra.ShellCompDirectiveNoFileComp
		})
	}
	return command
}

// setSeed parses the flag --seed.
func (f *askFlags) setSeed(text string) error {
	seed, err := strconv.ParseUint(text, 0, 64)
	f.seed = &seed
	return err
}

func (f askFlags) validate() error {
	return cmp.Or(
		oneOf("--mode", f.mode, modeNames()), oneOf("--strategy", f.strategy, strategies()),
		oneOf("--policy", f.policy, policies()), oneOf("--answer", f.answer, visit.Answers()),
	)
}

func (a *app) ask(ctx context.Context, f askFlags) error {
	origin, secure, err := visit.Page(f.origin)
	if err != nil {
		return usageError{fmt.Errorf("--origin %w", err)}
	}
	if err := f.validate(); err != nil {
		return err
	}
	build, err := f.build()
	if err != nil {
		return err
	}
	r, err := a.flags.request(defaults{})
	if err != nil {
		return err
	}
	if r.Level == "" && r.Simulate == nil {
		r.Level = report.LevelBinary
	}
	found, err := a.probe(ctx, r)
	if err != nil {
		return err
	}
	classes := classify.Classify(build)
	if f.profile == "" {
		classes = probe.ClassifyHost(found.Host)
	}
	v := visit.New(f.visitConfig(origin, secure, found, classes, userAgent(build.Composes)))
	v.Run()
	return a.printVisit(v, f)
}

// visitConfig describes the visit that the flags ask for. They were validated.
func (f askFlags) visitConfig(origin string, secure bool, found *report.Report, classes classify.Classifications, agent modes.UserAgent) visit.Config {
	strategy, _ := permission.ParseStrategy(f.strategy)
	return visit.Config{
		Origin: origin, Secure: secure, Mode: f.mode, Report: found, Classes: classes, UserAgent: agent, Strategy: strategy,
		Allowed: f.policy == policyAllow || f.policy == policyDefault && !f.thirdParty, Blocked: f.policy == policyBlock, ThirdParty: f.thirdParty,
		Incognito: f.incognito, Answer: f.answer, Random: visit.Random(f.seed),
	}
}

// build returns the build with the profile that the user names, if any.
func (f askFlags) build() (classify.Profile, error) {
	if f.profile == "" {
		return classify.Profile{}, nil
	}
	build, err := readProfile(f.profile)
	return build, asUsage("--profile", err)
}

// printVisit prints what happened, for people with what browsers of today do otherwise.
func (a *app) printVisit(v *visit.Visit, f askFlags) error {
	if a.flags.format() == outputHuman {
		return a.printProse(func(p *prose.Writer) {
			p.Table(prose.Table{Header: []string{"TIME", "WHO", "WHAT"}, Rows: v.Rows()})
			browsers.Today(p, f.mode, f.policy == policyBlock || f.policy == policyDefault && f.thirdParty)
		})
	}
	return a.printJSON(v.Observed())
}
