// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// initializeParams are the parameters of "initialize".
type initializeParams struct {
	Protocol string         `json:"protocol"`
	Strategy string         `json:"strategy"`
	Profile  jsontext.Value `json:"profile"`
	// Features are the features of other specifications that the user agent implements.
	Features       []webxr.Feature `json:"features"`
	FirstPartyOnly bool            `json:"first_party_only"`
	// LifetimeS is how long a decision holds, in seconds. 0 means for ever.
	LifetimeS uint32 `json:"lifetime_s"`
	// Decisions are the decisions that the client kept.
	Decisions []decision `json:"decisions"`
}

// initializeResult is the result of "initialize".
type initializeResult struct {
	Protocol string      `json:"protocol"`
	Tool     report.Tool `json:"tool"`
	Limits   limits      `json:"limits"`
}

type limits struct {
	LineBytes int `json:"line_bytes"`
	Documents int `json:"documents"`
	Pending   int `json:"pending"`
}

func (c *connection) initialize(r request) *failure {
	if c.gate != nil {
		return fail(codeNoRequest, "initialize: it was called before")
	}
	var p initializeParams
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	if p.Protocol != Version {
		return fail(codeWrongParams, "protocol: %q is not %q, the only protocol that this server speaks", shortened(p.Protocol), Version)
	}
	strategy, err := permission.ParseStrategy(p.Strategy)
	if err != nil {
		return fail(codeWrongParams, "strategy: %s", shortened(err.Error()))
	}
	if p.Profile == nil {
		return fail(codeWrongParams, "profile: it is missing; see `xrprobe schema profile`")
	}
	profile, f := parseProfile(p.Profile)
	if f != nil {
		return f
	}
	c.store = &store{connection: c, decisions: permission.Memory{}}
	if f := c.store.restore(p.Decisions); f != nil {
		return f
	}
	c.start(p, strategy, profile)
	c.sendResult(r.ID, initializeResult{Protocol: Version, Tool: c.config.Tool, Limits: limits{MaxLine, MaxDocuments, MaxPending}})
	return nil
}

// start creates the gate, and starts the source of reports.
func (c *connection) start(p initializeParams, strategy permission.Strategy, profile classify.Profile) {
	classes := classify.Classify(profile)
	c.devices = navigator.NewDevices(navigator.DevicesConfig{
		Source: reportSource{c, c.source(classes)}, Clock: c.config.Clock,
		Agent: modes.UserAgent{ARModule: profile.ARModule, Modules: p.Features},
	})
	c.gate = permission.NewGate(permission.Config{
		Classes: classes, Devices: c.devices, Prompter: c, XR: features{c},
		Strategy: strategy, FirstPartyOnly: p.FirstPartyOnly, Store: c.store,
		Lifetime: time.Duration(p.LifetimeS) * time.Second, Clock: c.config.Clock, Random: c.config.Random,
	})
	c.running.Go(func() {
		if err := c.devices.Run(c.ctx); err != nil && c.ctx.Err() == nil {
			c.sourceEnded <- err
		}
	})
}

// source returns the source of reports for a user agent with these classes.
func (c *connection) source(classes navigator.Classes) navigator.Source {
	for _, mode := range webxr.SessionModes() {
		if mode.Immersive() && classes.Class(mode) == webxr.HighlyVariable {
			return c.config.Source
		}
	}
	if c.config.Certain != nil {
		return c.config.Certain
	}
	return c.config.Source
}

// sendResult answers "initialize". Replies to pages go through sendValue.
func (c *connection) sendResult(id jsontext.Value, result initializeResult) {
	if id == nil {
		return
	}
	line := append(append([]byte(`{"jsonrpc":"2.0","id":`), id...), `,"result":`...)
	c.out.put(append(append(line, marshal(result)...), "}\n"...))
}

// notification returns the line of a notification for the user agent, not for a page.
func notification(method string, params any) []byte {
	line := append([]byte(`{"jsonrpc":"2.0","method":"`+method+`","params":`), marshal(params)...)
	return append(line, "}\n"...)
}

func marshal(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		return []byte("null")
	}
	return text
}
