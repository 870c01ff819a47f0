// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command questions probes the active runtime. Then two pages, one of them behind a gate, make
// every call that a page can make, a thousand times each. It prints when these calls begin and end,
// so that a trace of its system calls shows what they cause.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/probe"
)

// closingTime is how long it waits before the calls begin, so that the probe has closed its pipes.
const closingTime = time.Second

// rounds is how many times each call is made.
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
	loop := &navigator.Virtual{}
	feed := navigator.NewFeed()
	devices := navigator.NewDevices(navigator.DevicesConfig{
		Source: feed, Agent: modes.UserAgent{ARModule: true, Modules: webxr.Features()}, Clock: loop,
	})
	ended := make(chan error)
	go func() { ended <- devices.Run(ctx) }()
	page, err := devices.NewXRSystem(ctx, navigator.SystemConfig{
		Document: navigatortest.Document("https://a.example", webxr.PolicySpatialTracking),
		Tasks:    loop, Classes: navigatortest.Classes{}, Permissions: navigatortest.Consenting{},
	})
	if err != nil {
		return err
	}
	clock := &navigator.Virtual{}
	gate := permission.NewGate(permission.Config{Classes: navigatortest.Classes{}, Devices: devices, Prompter: allowing{}, XR: navigatortest.Consenting{}, Clock: clock})
	guarded := gate.Regular().Open(ctx, permission.DocumentConfig{
		Document: navigatortest.Document("https://b.example", webxr.PolicySpatialTracking),
		Tasks:    clock,
	})
	feed.Send(found)
	time.Sleep(closingTime)
	fmt.Println("questions begin")
	answered := ask(page, func() { loop.RunTasks() }) + ask(guarded, func() { clock.Advance(permission.SettleMax) })
	fmt.Println("questions end")
	cancel()
	<-ended
	fmt.Println("answers", answered)
	return nil
}

// pageAPI is what a page calls: an XRSystem, or a gate's document.
type pageAPI interface {
	IsSessionSupported(mode string, settle func(navigator.SupportedResult))
	MakeXRCompatible(contextLost bool, settle func(navigator.CompatibleResult))
	QueryXR(mode string, init navigator.SessionInit, change func()) (*navigator.PermissionStatus, error)
}

// request calls RequestSession, whose results differ between the two types.
func request(page pageAPI, now navigator.Activation, mode string, init navigator.SessionInit, settle func(navigator.SessionResult)) {
	switch page := page.(type) {
	case *navigator.XRSystem:
		page.RequestSession(now, mode, init, settle)
	case *permission.Document:
		page.RequestSession(now, mode, init, settle)
	}
}

// allowing is a user who allows every prompt.
type allowing struct{}

func (allowing) Ask(prompt permission.Prompt) func() {
	prompt.Answer(permission.Allow)
	return func() {}
}

// ask makes every call and returns how many results came.
func ask(page pageAPI, wait func()) int {
	answers := 0
	init := navigator.SessionInit{
		RequiredFeatures: []string{"local-floor"}, OptionalFeatures: []string{"hand-tracking", "bounded-floor", "anchors", "tracked-sources"},
	}
	for range rounds {
		for _, mode := range []string{"inline", "immersive-vr", "immersive-ar", "no-such-mode"} {
			page.IsSessionSupported(mode, func(navigator.SupportedResult) { answers++ })
			request(page, navigatortest.Click(), mode, init, func(r navigator.SessionResult) {
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
