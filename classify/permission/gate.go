// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"crypto/rand"
	"io"
	"sync/atomic"
	"time"

	"github.com/xrprobe/xrprobe/modes/navigator"
)

// Config configures a gate. Classes, Devices and Prompter must be set.
type Config struct {
	// Classes has the class of each session mode, for instance from [classify.Classify].
	Classes  navigator.Classes
	Devices  *navigator.Devices
	Prompter Prompter
	// XR is the permission "xr", for a session's features that need consent; nil denies them. Its
	// prompts obey the rules of [Prompter]. It is called on the clock's goroutine, never in a
	// page's call, and must return at once: what waits is the request, until its drawn time.
	XR       navigator.Permissions
	Strategy Strategy
	// FirstPartyOnly denies WebXR to third-party documents, whatever their policy allows.
	FirstPartyOnly bool
	// Store keeps the regular profile's decisions. The default is a [Memory]. Only the gate may
	// change what it holds while an origin has a document: use [Partition.Set].
	Store Store
	// Lifetime is how long a decision holds. 0 means for as long as the store keeps it.
	Lifetime time.Duration
	// Clock is the system's clock by default.
	Clock navigator.Clock
	// Random must be cryptographically secure, and safe for concurrent use. The default is the
	// system's source.
	Random io.Reader
}

// Gate answers pages. A user agent has one. It is safe for concurrent use.
type Gate struct {
	config    Config
	classes   effectiveClasses
	noDevices *navigator.Devices // for documents in which XR is off
	regular   *Partition
	groups    atomic.Uint64 // the number of the latest group of prompts
}

// NewGate returns a gate.
func NewGate(c Config) *Gate {
	if c.Store == nil {
		c.Store = Memory{}
	}
	if c.Clock == nil {
		c.Clock = navigator.SystemClock{}
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.XR == nil {
		c.XR = deniedFeatures{}
	}
	g := &Gate{config: c, classes: effectiveClasses{c.Classes, c.Strategy}, noDevices: c.Devices.Without()}
	g.regular = g.newPartition(c.Store)
	return g
}

// Regular returns the regular profile's partition.
func (g *Gate) Regular() *Partition { return g.regular }

// NewIncognito returns a new, empty partition for an incognito profile, whose pages are
// answered by the same rules.
func (g *Gate) NewIncognito() *Partition { return g.newPartition(Memory{}) }
