// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"cmp"
	"context"
	crand "crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/probe"
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

// answerIgnore is a user who does not answer the prompt.
const answerIgnore = "ignore"

var choices = map[string]permission.Choice{"allow": permission.Allow, "block": permission.Block, "dismiss": permission.Dismiss}

func userAnswers() []string { return []string{"allow", "block", "dismiss", answerIgnore} }

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
does not consent.`)
	command.RunE = func(command *cobra.Command, _ []string) error { return a.ask(command.Context(), f) }
	flags := command.Flags()
	flags.StringVar(&f.origin, "origin", "", "`URL` of the page; only its origin counts")
	flags.StringVar(&f.mode, "mode", "", "session `MODE` that the page asks for")
	flags.StringVar(&f.strategy, "strategy", permission.AskWhenPresent.String(), "`STRATEGY` for modes whose support varies:\n"+orList(strategies())+"\n")
	flags.StringVar(&f.policy, "policy", policyDefault, "`POLICY` for xr-spatial-tracking: allow, block, or\ndefault, which allows it to the first party\n")
	flags.StringVar(&f.answer, "answer", answerIgnore, "the user's `ANSWER` to the prompt: allow, block,\ndismiss or ignore\n")
	flags.StringVar(&f.profile, "profile", "", "`FILE` with a user-agent build's profile: take its\nclasses instead of this host's")
	flags.BoolVar(&f.thirdParty, "third-party", false, "the page is in a frame of another origin")
	flags.BoolVar(&f.incognito, "incognito", false, "the page is in an incognito window")
	flags.Func("seed", "`N` that seeds the random numbers, to repeat a run", f.setSeed)
	for name, words := range map[string][]string{"mode": modeNames(), "strategy": strategies(), "policy": policies(), "answer": userAnswers()} {
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

// page returns the page's origin, and whether its documents are secure contexts.
func (f askFlags) page() (origin string, secure bool, err error) {
	u, err := url.Parse(f.origin)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", false, usageError{fmt.Errorf("--origin %q: a page's URL begins with https:// or http:// and names a host", f.origin)}
	}
	host := strings.ToLower(u.Hostname())
	address := net.ParseIP(host)
	secure = u.Scheme == "https" || host == "localhost" || strings.HasSuffix(host, ".localhost") || address != nil && address.IsLoopback()
	origin = strings.TrimSuffix(u.Scheme+"://"+strings.ToLower(u.Host), map[string]string{"http": ":80", "https": ":443"}[u.Scheme])
	return origin, secure, nil
}

func (f askFlags) validate() error {
	return cmp.Or(
		oneOf("--mode", f.mode, modeNames()), oneOf("--strategy", f.strategy, strategies()),
		oneOf("--policy", f.policy, policies()), oneOf("--answer", f.answer, userAnswers()),
	)
}

func (a *app) ask(ctx context.Context, f askFlags) error {
	origin, secure, err := f.page()
	if err != nil {
		return err
	}
	if err := f.validate(); err != nil {
		return err
	}
	profileClasses, err := f.profileClasses()
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
	classes := profileClasses
	if classes == nil {
		classes = probe.ClassifyHost(found.Host)
	}
	v := newVisit(f, found, classes, origin)
	v.run(f.document(origin, secure))
	return a.printVisit(v)
}

// document describes the page for the gate.
func (f askFlags) document(origin string, secure bool) permission.DocumentConfig {
	c := permission.DocumentConfig{Document: navigator.Document{Origin: origin, SecureContext: secure, Window: true}, ThirdParty: f.thirdParty}
	if f.policy == policyAllow || f.policy == policyDefault && !f.thirdParty {
		c.Allowed = []webxr.Policy{webxr.PolicySpatialTracking}
	}
	return c
}

// profileClasses returns the classes of the profile, or nil if the user names none.
func (f askFlags) profileClasses() (classify.Classifications, error) {
	if f.profile == "" {
		return nil, nil
	}
	profile, err := readProfile(f.profile)
	return classify.Classify(profile), asUsage("--profile", err)
}

// random is the source of random numbers: the same ones for the same seed.
func (f askFlags) random() io.Reader {
	if f.seed == nil {
		return crand.Reader
	}
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], *f.seed)
	return rand.NewChaCha8(key)
}

// observed is what the page sees of a visit.
type observed struct {
	Schema       string            `json:"schema"`
	Origin       string            `json:"origin"`
	Mode         webxr.SessionMode `json:"mode"`
	Observations []observation     `json:"observations"`
}

// observation is one thing that a page sees, and when.
type observation struct {
	AtMS int64  `json:"at_ms"`
	What string `json:"what"`
	// Result is a boolean, a permission's state, an error's name, or null.
	Result any `json:"result"`
}

// observedSchema is the value of the key "schema".
const observedSchema = "xrprobe.observed/1"

func (a *app) printVisit(v *visit) error {
	if a.flags.format() == outputHuman {
		return a.printPage(func(p *page) { p.table(table{header: []string{"TIME", "WHO", "WHAT"}, rows: v.rows()}) })
	}
	view := observed{Schema: observedSchema, Origin: v.key.Origin, Mode: v.key.Mode, Observations: []observation{}}
	for _, s := range v.steps {
		if s.seen != nil {
			view.Observations = append(view.Observations, *s.seen)
		}
	}
	return a.printJSON(view)
}

// rows returns the steps of a visit for people, in the order in which they happened.
func (v *visit) rows() [][]string {
	var rows [][]string
	for _, s := range v.steps {
		rows = append(rows, []string{s.at.String(), s.who, s.what})
	}
	return rows
}
