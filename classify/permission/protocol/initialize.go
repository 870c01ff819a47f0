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

// initialization are the parameters of "initialize".
type initialization struct {
	Protocol string         `json:"protocol"`
	Strategy string         `json:"strategy"`
	Profile  jsontext.Value `json:"profile"`
	// Features are those of other specifications that the user agent implements.
	Features       []webxr.Feature `json:"features"`
	FirstPartyOnly bool            `json:"first_party_only"`
	// LifetimeS is how long a decision holds, in seconds; 0 is without an end.
	LifetimeS uint32 `json:"lifetime_s"`
	// Decisions are those that the client has kept.
	Decisions []decision `json:"decisions"`
}

// initialized is the answer.
type initialized struct {
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
	var p initialization
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	if p.Protocol != Version {
		return fail(codeWrongParams, "protocol: %q is not %q, which is all that is spoken here", shortened(p.Protocol), Version)
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
	c.store = &store{connection: c, decided: permission.Memory{}}
	if f := c.store.restore(p.Decisions); f != nil {
		return f
	}
	c.begin(p, strategy, profile)
	c.answer(r.ID, initialized{Protocol: Version, Tool: c.config.Tool, Limits: limits{MaxLine, MaxDocuments, MaxPending}})
	return nil
}

// begin makes the gate, and has reports come.
func (c *connection) begin(p initialization, strategy permission.Strategy, profile classify.Profile) {
	c.devices = navigator.NewDevices(navigator.DevicesConfig{
		Source: told{c}, Clock: c.config.Clock,
		Agent: modes.UserAgent{ARModule: profile.ARModule, Modules: p.Features},
	})
	c.gate = permission.NewGate(permission.Config{
		Classes: classify.Classify(profile), Devices: c.devices, Prompter: c, XR: features{c},
		Strategy: strategy, FirstPartyOnly: p.FirstPartyOnly, Store: c.store,
		Lifetime: time.Duration(p.LifetimeS) * time.Second, Clock: c.config.Clock, Random: c.config.Random,
	})
	c.running.Go(func() {
		if err := c.devices.Run(c.ctx); err != nil && c.ctx.Err() == nil {
			c.deaf <- err
		}
	})
}

// answer answers a request of the user agent's own. What a page may be told goes by tell.
func (c *connection) answer(id jsontext.Value, result initialized) {
	if id == nil {
		return
	}
	line := append(append([]byte(`{"jsonrpc":"2.0","id":`), id...), `,"result":`...)
	c.out.put(append(append(line, written(result)...), "}\n"...))
}

// notification is a line that tells the user agent of what is for it alone.
func notification(method string, params any) []byte {
	line := append([]byte(`{"jsonrpc":"2.0","method":"`+method+`","params":`), written(params)...)
	return append(line, "}\n"...)
}

func written(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		return []byte("null")
	}
	return text
}
