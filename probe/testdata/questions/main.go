// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command questions probes the active runtime, and then has a page ask everything that a
// page can ask, a thousand times each: once without a gate, once through one. On standard output it says when the questions
// begin and end, so that whoever traces it sees what they cause.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/probe"
)

// settling is time for the probe's pipes to be closed, which nobody waits for and no
// question causes.
const settling = time.Second

// rounds is how often every question is asked.
const rounds = 1000

func main() {
	probe.ChildMain()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	found, err := probe.Prober{Helper: probe.Self()}.Probe(ctx, probe.Request{})
	if err != nil {
		return err
	}
	loop := &navigator.VirtualLoop{}
	source := once{report: found, told: make(chan struct{})}
	devices := navigator.NewDevices(navigator.DevicesConfig{
		Source: source, Agent: modes.UserAgent{ARModule: true, Modules: webxr.Features()}, Clock: loop,
	})
	ended := make(chan error)
	go func() { ended <- devices.Run(ctx) }()
	page, err := devices.NewXRSystem(ctx, navigator.SystemConfig{
		Document: navigator.Document{
			Origin: "https://a.example", SecureContext: true, Window: true,
			Allowed: []webxr.Policy{webxr.PolicySpatialTracking},
		},
		Tasks: loop, Classes: variable{}, Permissions: consenting{},
	})
	if err != nil {
		return err
	}
	clock := &permission.Virtual{}
	gate := permission.NewGate(permission.Config{Classes: variable{}, Devices: devices, Prompter: allowing{}, XR: consenting{}, Clock: clock})
	guarded := gate.Regular().Open(ctx, permission.DocumentConfig{
		Document: navigator.Document{
			Origin: "https://b.example", SecureContext: true, Window: true,
			Allowed: []webxr.Policy{webxr.PolicySpatialTracking},
		},
		Tasks: &clock.VirtualLoop,
	})
	<-source.told
	time.Sleep(settling)
	fmt.Println("questions begin")
	answered := ask(page, func() { loop.RunTasks() }) + ask(guarded, func() { clock.Advance(permission.SettleMax) })
	fmt.Println("questions end")
	cancel()
	<-ended
	fmt.Println("answers", answered)
	return nil
}

// asked is what answers a page: its XRSystem, or a gate's document.
type asked interface {
	IsSessionSupported(mode string, settle func(navigator.SupportedResult))
	MakeXRCompatible(contextLost bool, settle func(navigator.CompatibleResult))
	QueryXR(mode string, init navigator.SessionInit, change func()) (*navigator.PermissionStatus, error)
}

// request calls requestSession, which gives more back in one than in the other.
func request(page asked, now navigator.Activation, mode string, init navigator.SessionInit, settle func(navigator.SessionResult)) {
	switch page := page.(type) {
	case *navigator.XRSystem:
		page.RequestSession(now, mode, init, settle)
	case *permission.Document:
		page.RequestSession(now, mode, init, settle)
	}
}

// allowing is a user who allows what prompts ask for.
type allowing struct{}

func (allowing) Ask(prompt permission.Prompt) func() {
	prompt.Answer(permission.Allow)
	return func() {}
}

// ask asks every question and returns how many answers came.
func ask(page asked, wait func()) int {
	answers := 0
	now := navigator.Activation{TransientActivation: true, IntentUnderstood: true, Visible: true}
	init := navigator.SessionInit{
		RequiredFeatures: []string{"local-floor"}, OptionalFeatures: []string{"hand-tracking", "bounded-floor", "anchors", "tracked-sources"},
	}
	for range rounds {
		for _, mode := range []string{"inline", "immersive-vr", "immersive-ar", "no-such-mode"} {
			page.IsSessionSupported(mode, func(navigator.SupportedResult) { answers++ })
			request(page, now, mode, init, func(r navigator.SessionResult) {
				answers++
				if r.Session != nil {
					r.Session.End()
				}
			})
			wait()
			if _, err := page.QueryXR(mode, init, nil); err == nil {
				answers++
			}
			page.MakeXRCompatible(false, func(navigator.CompatibleResult) { answers++ })
			wait()
		}
	}
	return answers
}

// once is a source that knows one report, and says when it has told it.
type once struct {
	report *report.Report
	told   chan struct{}
}

func (o once) Watch(ctx context.Context, tell func(*report.Report)) error {
	tell(o.report)
	close(o.told)
	<-ctx.Done()
	return ctx.Err()
}

// variable is the class that looks at devices.
type variable struct{}

func (variable) Class(webxr.SessionMode) webxr.Class { return webxr.HighlyVariable }

// consenting is a user who consents to everything.
type consenting struct{}

func (consenting) State(d navigator.PermissionDescriptor) webxr.PermissionState {
	if d.Name == webxr.PermissionSessionSupported {
		return webxr.Granted
	}
	return webxr.Prompt
}

func (consenting) Request(_ navigator.PermissionDescriptor, settle func(navigator.Grant)) {
	settle(navigator.Grant{State: webxr.Granted, Features: webxr.Features()})
}
