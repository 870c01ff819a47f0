// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"crypto/rand"
	"io"
	"time"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
)

// Config is what a gate is made from. Classes, Devices and Prompter must be set.
type Config struct {
	// Classes is what is known in advance, such as [classify.Answers].
	Classes  navigator.Classes
	Devices  *navigator.Devices
	Prompter Prompter
	// XR is the permission "xr", for the features of a session that need consent; without it
	// they are denied.
	XR       navigator.Permissions
	Strategy Strategy
	// FirstPartyOnly takes WebXR from documents of third parties, whatever policy allows.
	FirstPartyOnly bool
	// Store keeps the regular profile's decisions; nil is a [Memory].
	Store Store
	// Lifetime is how long a decision holds; 0 is as long as the store keeps it.
	Lifetime time.Duration
	// Clock is the clock on the wall unless it is set.
	Clock Clock
	// Random is a cryptographically secure source; nil is the system's.
	Random io.Reader
}

// Gate answers pages. All documents of a user agent share one; its methods may be called
// from any goroutine.
type Gate struct {
	config  Config
	classes effective
	nothing *navigator.Devices // for documents that XR is off in
	regular *Partition
}

// NewGate returns a gate.
func NewGate(c Config) *Gate {
	if c.Store == nil {
		c.Store = Memory{}
	}
	if c.Clock == nil {
		c.Clock = systemClock{}
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.XR == nil {
		c.XR = refusal{}
	}
	g := &Gate{config: c, classes: effective{c.Classes, c.Strategy}, nothing: navigator.FixedDevices(nil, modes.UserAgent{})}
	g.regular = g.newPartition(c.Store)
	return g
}

// Regular returns the regular profile's partition.
func (g *Gate) Regular() *Partition { return g.regular }

// NewIncognito returns a partition that reads nothing of any other and is gone when it is
// closed. Its questions are answered by the same law.
func (g *Gate) NewIncognito() *Partition { return g.newPartition(Memory{}) }
