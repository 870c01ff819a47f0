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

// decision is what is stored for an origin and a mode. The server sends it in the
// notification "decision", and the client may return it in "initialize".
type decision struct {
	Origin string                `json:"origin"`
	Mode   webxr.SessionMode     `json:"mode"`
	State  webxr.PermissionState `json:"state"` // prompt: nothing is stored any longer
	// Expires is null if the decision does not expire.
	Expires *time.Time `json:"expires"`
}

// store is the store of the regular profile. It sends every change to the client, which may
// keep it.
type store struct {
	connection *connection
	mutex      sync.Mutex
	decisions  permission.Memory
}

// Load implements [permission.Store].
func (s *store) Load(key permission.Key) (permission.Entry, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.decisions.Load(key)
}

// Save implements [permission.Store].
func (s *store) Save(key permission.Key, entry permission.Entry) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.decisions.Save(key, entry)
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
	if _, found := s.decisions.Load(key); found {
		s.decisions.Delete(key)
		s.connection.out.put(notification("decision", decision{Origin: key.Origin, Mode: key.Mode, State: webxr.Prompt}))
	}
}

// keys returns the keys of the stored decisions, sorted.
func (s *store) keys() []permission.Key {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.SortedFunc(maps.Keys(s.decisions), func(a, b permission.Key) int {
		return cmp.Or(strings.Compare(a.Origin, b.Origin), strings.Compare(string(a.Mode), string(b.Mode)))
	})
}

// restore loads the decisions that the client kept.
func (s *store) restore(kept []decision) *failure {
	for _, d := range kept {
		if _, f := parseMode(string(d.Mode)); f != nil {
			return fail(codeWrongParams, "decisions: %s", f.text)
		}
		if d.State != webxr.Granted && d.State != webxr.Denied {
			return fail(codeWrongParams, "decisions: state: %q is not granted or denied", shortened(string(d.State)))
		}
		entry := permission.Entry{State: d.State}
		if d.Expires != nil {
			entry.Expires = *d.Expires
		}
		s.decisions.Save(permission.Key{Origin: d.Origin, Mode: d.Mode}, entry)
	}
	return nil
}

// resetParams are the parameters of "reset". It is about all decisions of a profile, or about
// those of an origin, or about one mode of an origin.
type resetParams struct {
	Incognito uint64 `json:"incognito"`
	Origin    string `json:"origin"`
	Mode      string `json:"mode"`
}

// reset revokes decisions. Without an origin it ends an incognito profile and its documents.
func (c *connection) reset(r request) *failure {
	var p resetParams
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	modes := webxr.SessionModes()
	if p.Mode != "" {
		mode, f := parseMode(p.Mode)
		if f != nil {
			return f
		}
		modes = []webxr.SessionMode{mode}
	}
	partition := c.gate.Regular()
	if p.Incognito != 0 {
		partition = c.incognito[p.Incognito]
	}
	switch {
	case partition == nil:
		return fail(codeWrongParams, "incognito: there is no profile %d", p.Incognito)
	case p.Origin == "" && p.Mode != "":
		return fail(codeWrongParams, "mode: origin is missing, and a mode can only be reset for an origin")
	case p.Origin == "" && p.Incognito != 0:
		c.endIncognito(p.Incognito, partition)
	default:
		c.revoke(partition, p.Origin, modes)
	}
	c.sendValue(r.ID, page.Answer(true))
	return nil
}

// revoke revokes an origin's decisions about some modes. Without an origin it revokes all
// decisions of the regular profile.
func (c *connection) revoke(partition *permission.Partition, origin string, modes []webxr.SessionMode) {
	if origin == "" {
		for _, key := range c.store.keys() {
			partition.Set(key, webxr.Prompt)
		}
		partition.ForgetAll()
		return
	}
	for _, mode := range modes {
		partition.Set(permission.Key{Origin: origin, Mode: mode}, webxr.Prompt)
	}
	c.devices.Forget(partition, origin)
}

// endIncognito ends an incognito profile and closes its documents.
func (c *connection) endIncognito(profile uint64, partition *permission.Partition) {
	c.mutex.Lock()
	var ending []*document
	for _, number := range c.documentNumbers() {
		if c.open[number].incognito == profile {
			ending = append(ending, c.open[number])
		}
	}
	c.mutex.Unlock()
	for _, d := range ending {
		c.drop(d)
	}
	delete(c.incognito, profile)
	partition.Close()
}
