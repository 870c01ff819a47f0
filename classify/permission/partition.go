// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Partition has the decisions of one profile, and reads no other partition.
type Partition struct {
	gate *Gate

	mutex     sync.Mutex
	store     Store
	documents []*Document
	statuses  map[Key][]*Status
	questions map[Key]*question
	// blocked has the keys whose prompt the user answered with Block, until the denial is
	// stored. Pages cannot observe it. If the page goes before the denial is stored, the
	// user is not asked again.
	blocked map[Key]bool
	stop    func() // stops observing the devices
	// prompts are the calls to the Prompter.
	prompts serialQueue
}

func (g *Gate) newPartition(store Store) *Partition {
	p := &Partition{
		gate: g, store: store,
		statuses: map[Key][]*Status{}, questions: map[Key]*question{}, blocked: map[Key]bool{},
	}
	p.stop = g.config.Devices.Observe(p.showPrompts)
	return p
}

// Close ends an incognito profile: it withdraws the partition's prompts and forgets its
// decisions. Close its documents before.
func (p *Partition) Close() {
	p.stop()
	p.mutex.Lock()
	var callbacks callbackList
	for _, q := range p.questions {
		callbacks = append(callbacks, q.end()...)
	}
	p.store, p.blocked, p.statuses = Memory{}, map[Key]bool{}, map[Key][]*Status{}
	p.mutex.Unlock()
	callbacks.run()
	p.gate.config.Devices.ForgetPartition(p)
}

// State returns the stored state of a key: granted, denied, or prompt if none is stored.
// https://www.w3.org/TR/permissions/#dfn-permission-state
func (p *Partition) State(key Key) webxr.PermissionState {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.state(key)
}

// state is State with the mutex locked.
func (p *Partition) state(key Key) webxr.PermissionState {
	entry, found := p.store.Load(key)
	if !found || p.expired(entry) {
		return webxr.Prompt
	}
	return entry.State
}

func (p *Partition) expired(entry Entry) bool {
	return !entry.Expires.IsZero() && !p.gate.config.Clock.Now().Before(entry.Expires)
}

// Set decides for the user, as site settings and test drivers do; prompt revokes the
// decision. Pages that queried the permission receive the change. It does not change the
// answers about modes that are never or usually supported.
// https://www.w3.org/TR/permissions/#set-permission-command
func (p *Partition) Set(key Key, state webxr.PermissionState) {
	p.mutex.Lock()
	delete(p.blocked, key)
	callbacks := p.save(key, state)
	if q := p.questions[key]; q != nil && (state != webxr.Prompt || q.timedOut) {
		callbacks = append(callbacks, q.answerAll()...)
	}
	p.mutex.Unlock()
	callbacks.run()
}

// save stores a decision, and notifies the documents that hold a status of its key.
func (p *Partition) save(key Key, state webxr.PermissionState) callbackList {
	before := p.state(key)
	if state == webxr.Prompt {
		p.store.Delete(key)
	} else {
		p.store.Save(key, p.entry(state))
	}
	if before == state {
		return nil
	}
	for _, d := range p.documents {
		if d.config.Origin == key.Origin {
			d.markAnnounced(key.Mode)
		}
	}
	return p.notify(key)
}

func (p *Partition) entry(state webxr.PermissionState) Entry {
	entry := Entry{State: state}
	if lifetime := p.gate.config.Lifetime; lifetime > 0 {
		entry.Expires = p.gate.config.Clock.Now().Add(lifetime)
	}
	return entry
}

// notify queues the update of every status of a key.
// https://www.w3.org/TR/permissions/#dfn-permissionstatus-update-steps
func (p *Partition) notify(key Key) callbackList {
	var callbacks callbackList
	for _, s := range p.statuses[key] {
		callbacks = append(callbacks, s.document.queueWhenThawed(s.refresh)...)
		s.restartExpiryTimer()
	}
	return append(callbacks, func() { p.gate.config.Devices.PermissionsChanged(key.Origin) })
}

// expire revokes a decision that has expired.
// https://www.w3.org/TR/permissions/#dfn-permission-revocation-algorithm
func (p *Partition) expire(key Key) {
	p.mutex.Lock()
	var callbacks callbackList
	if entry, found := p.store.Load(key); found && p.expired(entry) {
		p.store.Delete(key)
		callbacks = p.notify(key)
	}
	p.mutex.Unlock()
	callbacks.run()
}

// showPrompts shows the prompts of the open questions that need one, after devices changed.
func (p *Partition) showPrompts() {
	p.mutex.Lock()
	open := slices.SortedFunc(maps.Values(p.questions), func(a, b *question) int {
		return cmp.Or(strings.Compare(a.key.Origin, b.key.Origin), strings.Compare(string(a.key.Mode), string(b.key.Mode)))
	})
	p.mutex.Unlock()
	for _, q := range open {
		q.showPrompt()
	}
}

// remove removes a closed document and its statuses.
func (p *Partition) remove(d *Document) {
	p.documents = slices.DeleteFunc(p.documents, func(other *Document) bool { return other == d })
	for key, list := range p.statuses {
		if key.Origin != d.config.Origin {
			continue
		}
		if list = slices.DeleteFunc(list, func(s *Status) bool { return s.document == d }); len(list) == 0 {
			delete(p.statuses, key)
			continue
		}
		p.statuses[key] = list
	}
}
