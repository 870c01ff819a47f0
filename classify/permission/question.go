// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// question is what an origin's documents have asked about a session mode, and the user
// has not decided. There is one at a time for a key, and so one prompt. The partition's
// mutex guards it.
type question struct {
	partition *Partition
	key       Key
	// askers are the documents that asked, and waiting their calls that have no answer yet.
	askers  []*Document
	waiting []waiting
	// settled says that the time that was drawn has come: the answer was false, and a
	// prompt that is still up can only change what is answered next.
	settled bool
	// answered says that the user has chosen, and up is the prompt if there is one.
	answered bool
	up       *shown
	ended    bool
	stop     []func()
}

// shown is a prompt that is up, or about to be, for one of the documents.
type shown struct {
	document *Document
	withdraw func() // steps of the partition's prompts alone touch it
}

// waiting is a call of isSessionSupported.
type waiting struct {
	document *Document
	settle   func(navigator.SupportedResult)
}

// ask has a call wait for the answer to its question. The mutex is held.
func (p *Partition) ask(key Key, call waiting) effects {
	var after effects
	q := p.questions[key]
	if q != nil && q.settled {
		after = q.end() // what it came to was taken back since
		q = nil
	}
	if q == nil {
		q = p.begin(key)
	}
	q.waiting = append(q.waiting, call)
	if !slices.Contains(q.askers, call.document) {
		q.askers = append(q.askers, call.document)
	}
	return after
}

// begin draws when the question is settled before anybody looks at devices: looking comes
// later, out of the call's way, and changes nothing about when a false is told.
func (p *Partition) begin(key Key) *question {
	after := settlingTime(p.gate.config.Random)
	q := &question{partition: p, key: key}
	p.questions[key] = q
	clock := p.gate.config.Clock
	q.stop = []func(){clock.AfterFunc(after, q.settle), clock.AfterFunc(PromptWindow, q.close), clock.AfterFunc(0, q.look)}
	return q
}

// settle answers every call that still waits with false, whatever the cause: nothing is
// connected, or the user said no, or nothing. Where no document is left to hear it, none
// of it is recorded.
func (q *question) settle() {
	q.partition.mutex.Lock()
	after := q.settleAll()
	q.partition.mutex.Unlock()
	after.run()
}

func (q *question) settleAll() effects {
	if q.ended {
		return nil
	}
	q.settled = true
	var after effects
	if q.heard() {
		after = q.partition.put(q.key, webxr.Denied)
		delete(q.partition.blocked, q.key) // the denial says so now
	}
	for _, call := range q.waiting {
		after = append(after, call.document.release(webxr.Denied, q.key.Mode, call.settle)...)
	}
	q.waiting = nil
	return append(after, q.abandon()...)
}

// heard reports whether a document that waits is fully active.
func (q *question) heard() bool {
	return slices.ContainsFunc(q.waiting, func(call waiting) bool { return call.document.active() })
}

// decide answers the calls by what is stored now, and ends the question.
func (q *question) decide() effects {
	var after effects
	state := q.partition.state(q.key)
	for _, call := range q.waiting {
		after = append(after, call.document.release(state, q.key.Mode, call.settle)...)
	}
	return append(after, q.end()...)
}

// look shows the prompt if there is what it is about. It runs in parallel to the page.
func (q *question) look() {
	p := q.partition
	p.mutex.Lock()
	if !q.wanted() {
		p.mutex.Unlock()
		return
	}
	up := &shown{document: q.askers[q.firstActive()]}
	q.up = up
	prompt := Prompt{Key: q.key, Document: up.document, Answer: func(choice Choice) { q.answer(up, choice) }}
	p.prompts.add(func() { up.withdraw = p.gate.config.Prompter.Ask(prompt) })
	p.mutex.Unlock()
	p.prompts.run()
}

// wanted reports whether a prompt should be shown that is not.
func (q *question) wanted() bool {
	if q.ended || q.up != nil || q.answered || q.partition.blocked[q.key] {
		return false
	}
	return slices.ContainsFunc(q.askers, func(d *Document) bool { return d.active() && d.worthAsking(q.key.Mode) })
}

// answer is the user's. Anything but consent waits for the time that was drawn, as if
// nobody had been asked.
func (q *question) answer(up *shown, choice Choice) {
	q.partition.mutex.Lock()
	var after effects
	if q.up == up {
		after = q.chosen(choice)
	}
	q.partition.mutex.Unlock()
	after.run()
}

func (q *question) chosen(choice Choice) effects {
	q.up, q.answered = nil, true
	switch {
	case choice == Allow:
		after := q.partition.put(q.key, webxr.Granted)
		return append(after, q.decide()...)
	case choice == Block && !q.settled:
		q.partition.blocked[q.key] = true
	}
	return nil
}

// close ends the time in which a prompt may be up.
func (q *question) close() {
	q.partition.mutex.Lock()
	after := q.end()
	q.partition.mutex.Unlock()
	after.run()
}

// leave takes a document out that has gone, or is frozen.
func (q *question) leave(d *Document) effects {
	if d.gone {
		q.waiting = slices.DeleteFunc(q.waiting, func(call waiting) bool { return call.document == d })
		q.askers = slices.DeleteFunc(q.askers, func(other *Document) bool { return other == d })
	}
	return q.abandon()
}

// abandon ends a question that nobody is left to ask. A prompt whose document is not there
// any more is taken away, and shown for another that asks, if there is one.
func (q *question) abandon() effects {
	switch {
	case len(q.askers) == 0:
		return q.end()
	case q.up == nil || q.up.document.active():
		return nil
	default:
		return append(q.takeAway(), q.look)
	}
}

// firstActive is the first asker that is fully active, or less than 0.
func (q *question) firstActive() int { return slices.IndexFunc(q.askers, (*Document).active) }

// end is the last that happens to a question.
func (q *question) end() effects {
	if q.ended {
		return nil
	}
	q.ended, q.waiting = true, nil
	if q.partition.questions[q.key] == q {
		delete(q.partition.questions, q.key)
	}
	return append(q.takeAway(), q.stop...)
}

// takeAway withdraws the prompt, if there is one.
func (q *question) takeAway() effects {
	up := q.up
	q.up = nil
	if up == nil {
		return nil
	}
	q.partition.prompts.add(func() {
		if up.withdraw != nil {
			up.withdraw()
		}
	})
	return effects{q.partition.prompts.run}
}
