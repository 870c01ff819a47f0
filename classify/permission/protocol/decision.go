// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/classify/permission/protocol/page"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// decision is what is stored for an origin and a mode: in the notification "decision",
// which the client keeps, and in "initialize", which gives it back.
type decision struct {
	Origin string                `json:"origin"`
	Mode   webxr.SessionMode     `json:"mode"`
	State  webxr.PermissionState `json:"state"` // prompt: nothing is stored any more
	// Expires is null where the decision has no end.
	Expires *time.Time `json:"expires"`
}

// store is the regular profile's. It tells the client what is stored, so that the client
// can keep it.
type store struct {
	connection *connection
	mutex      sync.Mutex
	decided    permission.Memory
}

// Load implements [permission.Store].
func (s *store) Load(key permission.Key) (permission.Entry, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.decided.Load(key)
}

// Save implements [permission.Store].
func (s *store) Save(key permission.Key, entry permission.Entry) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.decided.Save(key, entry)
	d := decision{Origin: key.Origin, Mode: key.Mode, State: entry.State}
	if !entry.Expires.IsZero() {
		d.Expires = &entry.Expires
	}
	s.connection.out.put(notification("decision", d))
}

// Delete implements [permission.Store].
func (s *store) Delete(key permission.Key) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if _, some := s.decided.Load(key); some {
		s.decided.Delete(key)
		s.connection.out.put(notification("decision", decision{Origin: key.Origin, Mode: key.Mode, State: webxr.Prompt}))
	}
}

// keys are those that something is stored for, in order.
func (s *store) keys() []permission.Key {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.SortedFunc(maps.Keys(s.decided), func(a, b permission.Key) int {
		return cmp.Or(strings.Compare(a.Origin, b.Origin), strings.Compare(string(a.Mode), string(b.Mode)))
	})
}

// restore takes decisions back that the client has kept.
func (s *store) restore(kept []decision) *failure {
	for _, d := range kept {
		if _, f := modeOf(string(d.Mode)); f != nil {
			return fail(codeWrongParams, "decisions: %s", f.text)
		}
		if d.State != webxr.Granted && d.State != webxr.Denied {
			return fail(codeWrongParams, "decisions: state: %q is not granted or denied", shortened(string(d.State)))
		}
		entry := permission.Entry{State: d.State}
		if d.Expires != nil {
			entry.Expires = *d.Expires
		}
		s.decided.Save(permission.Key{Origin: d.Origin, Mode: d.Mode}, entry)
	}
	return nil
}

// resetting are the parameters of "reset": everything of a profile, or of one origin, or of
// one mode of an origin.
type resetting struct {
	Incognito uint64 `json:"incognito"`
	Origin    string `json:"origin"`
	Mode      string `json:"mode"`
}

// reset takes decisions back. An incognito profile without an origin has ended, and its
// documents with it.
func (c *connection) reset(r request) *failure {
	var p resetting
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	of := webxr.SessionModes()
	if p.Mode != "" {
		mode, f := modeOf(p.Mode)
		if f != nil {
			return f
		}
		of = []webxr.SessionMode{mode}
	}
	partition := c.gate.Regular()
	if p.Incognito != 0 {
		partition = c.private[p.Incognito]
	}
	switch {
	case partition == nil:
		return fail(codeWrongParams, "incognito: there is no profile %d", p.Incognito)
	case p.Origin == "" && p.Mode != "":
		return fail(codeWrongParams, "mode: a mode is reset for an origin, which is missing")
	case p.Origin == "" && p.Incognito != 0:
		c.endIncognito(p.Incognito, partition)
	default:
		c.forget(partition, p.Origin, of)
	}
	c.tell(r.ID, page.Answer(true))
	return nil
}

// forget takes an origin's decisions back in a profile, or all of the regular one.
func (c *connection) forget(partition *permission.Partition, origin string, of []webxr.SessionMode) {
	keys := []permission.Key{}
	for _, mode := range of {
		keys = append(keys, permission.Key{Origin: origin, Mode: mode})
	}
	if origin == "" {
		keys = c.store.keys()
	}
	for _, key := range keys {
		partition.Set(key, webxr.Prompt)
		c.devices.Forget(key.Origin)
	}
}

// endIncognito ends an incognito profile with its documents.
func (c *connection) endIncognito(number uint64, partition *permission.Partition) {
	c.mutex.Lock()
	var ending []*document
	for _, open := range c.numbers() {
		if c.open[open].incognito == number {
			ending = append(ending, c.open[open])
		}
	}
	c.mutex.Unlock()
	for _, d := range ending {
		c.drop(d)
	}
	delete(c.private, number)
	partition.Close()
}
