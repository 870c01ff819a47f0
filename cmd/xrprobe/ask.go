// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"cmp"
	"context"
	crand "crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// question is what the ask command was told of a page and its user.
type question struct {
	origin, mode, strategy, policy, answer, profile string
	thirdParty, incognito                           bool
	seed                                            uint64
	seeded                                          bool
}

// The ways in which a document is, or is not, allowed to use xr-spatial-tracking.
const (
	policyDefault = "default"
	policyAllow   = "allow"
	policyBlock   = "block"
)

func policies() []string { return []string{policyDefault, policyAllow, policyBlock} }

func strategies() []string {
	return []string{permission.AlwaysAsk.String(), permission.AlwaysTrue.String(), permission.AskWhenPresent.String()}
}

// What the user does with a prompt; ignoring it is nothing.
const answerIgnore = "ignore"

var choices = map[string]permission.Choice{"allow": permission.Allow, "block": permission.Block, "dismiss": permission.Dismiss}

func userAnswers() []string { return []string{"allow", "block", "dismiss", answerIgnore} }

func (a *app) askCommand() *cobra.Command {
	var q question
	command := a.command("ask", "What a page would see, and when, step by step", noArguments, nil)
	command.Long = strings.TrimSpace(`
Has a page ask isSessionSupported, and shows what it would see on this machine
or a simulated one, and what happens where it cannot see. The clock is a virtual
one: nobody waits. As a page's question would, it asks no runtime (--level
binary) unless --level says so; a data sheet is asked as a whole.

With --output json it prints the page's own observations and nothing else: with
one --seed they are the same to the byte, whether no headset is there or its
user does not consent.`)
	command.RunE = func(command *cobra.Command, _ []string) error {
		q.seeded = command.Flags().Changed("seed")
		return a.ask(command.Context(), q)
	}
	flags := command.Flags()
	flags.StringVar(&q.origin, "origin", "", "`URL` of the page, of which its origin counts")
	flags.StringVar(&q.mode, "mode", "", "session `MODE` that it asks for")
	flags.StringVar(&q.strategy, "strategy", permission.AskWhenPresent.String(), "`STRATEGY` where support varies: always-ask,\nalways-true, or ask-when-present, which asks the\nuser if a headset is connected\n")
	flags.StringVar(&q.policy, "policy", policyDefault, "what `POLICY` says of xr-spatial-tracking: allow,\nblock, or default, which allows the first party\n")
	flags.StringVar(&q.answer, "answer", answerIgnore, "what the user's `ANSWER` to a prompt is: allow,\nblock, dismiss or ignore\n")
	flags.StringVar(&q.profile, "profile", "", "`FILE` with a user-agent build's profile, for its\nclasses instead of this host's")
	flags.BoolVar(&q.thirdParty, "third-party", false, "the page is in a frame of another origin")
	flags.BoolVar(&q.incognito, "incognito", false, "the page is in an incognito window")
	flags.Uint64Var(&q.seed, "seed", 0, "`N` that chance follows from, to see a run again")
	for name, words := range map[string][]string{"mode": modeNames(), "strategy": strategies(), "policy": policies(), "answer": userAnswers()} {
		mustRegister(command, name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return words, cobra.ShellCompDirectiveNoFileComp
		})
	}
	return command
}

// page is the origin's name and whether its documents are secure contexts.
func (q question) page() (origin string, secure bool, err error) {
	u, err := url.Parse(q.origin)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", false, usageError{fmt.Errorf("--origin %q: a page's URL begins with https:// or http:// and names a host", q.origin)}
	}
	host := strings.ToLower(u.Hostname())
	address := net.ParseIP(host)
	secure = u.Scheme == "https" || host == "localhost" || strings.HasSuffix(host, ".localhost") || address != nil && address.IsLoopback()
	origin = strings.TrimSuffix(u.Scheme+"://"+strings.ToLower(u.Host), map[string]string{"http": ":80", "https": ":443"}[u.Scheme])
	return origin, secure, nil
}

func (q question) check() error {
	return cmp.Or(
		oneOf("--mode", q.mode, modeNames()), oneOf("--strategy", q.strategy, strategies()),
		oneOf("--policy", q.policy, policies()), oneOf("--answer", q.answer, userAnswers()),
	)
}

func (a *app) ask(ctx context.Context, q question) error {
	origin, secure, err := q.page()
	if err != nil {
		return err
	}
	if err := q.check(); err != nil {
		return err
	}
	classes, err := q.ofProfile()
	if err != nil {
		return err
	}
	r, err := a.request()
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
	if classes == nil {
		classes = ofHost(found)
	}
	v := newVisit(q, found, classes, origin)
	v.run(q.document(origin, secure))
	return a.printVisit(v)
}

// document is the page as the user agent has it.
func (q question) document(origin string, secure bool) permission.DocumentConfig {
	c := permission.DocumentConfig{Document: navigator.Document{Origin: origin, SecureContext: secure, Window: true}, ThirdParty: q.thirdParty}
	if q.policy == policyAllow || q.policy == policyDefault && !q.thirdParty {
		c.Allowed = []webxr.Policy{webxr.PolicySpatialTracking}
	}
	return c
}

// ofProfile are the classes of the profile, if there is one.
func (q question) ofProfile() (classify.Classifications, error) {
	if q.profile == "" {
		return nil, nil
	}
	profile, err := readProfile(q.profile)
	return classify.Classify(profile), asUsage("--profile", err)
}

// ofHost are the classes of the host that was asked.
func ofHost(found *report.Report) classify.Classifications {
	var classes classify.Classifications
	for _, c := range found.Classification {
		classes = append(classes, classify.Classification{Mode: c.Mode, Class: webxr.Class(c.Class), Rule: c.Rule, Because: c.Because})
	}
	return classes
}

// chance is the source of random numbers.
func (q question) chance() io.Reader {
	if !q.seeded {
		return crand.Reader
	}
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], q.seed)
	return rand.NewChaCha8(key)
}

// observed is the page's own view of a visit.
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
	// Result is a boolean of an answer, a state of a permission, or an error's name.
	Result any `json:"result"`
}

// observedSchema is the value of a page's view's "schema" key.
const observedSchema = "xrprobe.observed/1"

func (a *app) printVisit(v *visit) error {
	if a.output == outputHuman {
		p := a.page()
		p.table(table{header: []string{"TIME", "WHO", "WHAT"}, rows: v.rows()})
		_, err := io.WriteString(a.stdout, p.String())
		return err
	}
	view := observed{Schema: observedSchema, Origin: v.key.Origin, Mode: v.key.Mode, Observations: []observation{}}
	for _, s := range v.steps {
		if s.seen != nil {
			view.Observations = append(view.Observations, *s.seen)
		}
	}
	encoder := json.NewEncoder(a.stdout)
	if a.output == outputJSON {
		encoder.SetIndent("", "  ")
	}
	return encoder.Encode(view)
}

// rows are a visit's steps for people, in the order in which they happened.
func (v *visit) rows() [][]string {
	var rows [][]string
	for _, s := range v.steps {
		rows = append(rows, []string{s.at.String(), s.who, s.what})
	}
	return rows
}
