// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"slices"
	"time"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// question collects the calls of isSessionSupported by an origin's documents about a mode
// that the user has not decided about. There is one question at a time for a key, and so
// one prompt. The site's mutex guards it.
type question struct {
	site *site
	at   int // the slot of the mode
	// documents are those that called, and calls their calls that have no answer yet.
	documents []*Document
	calls     []pendingCall
	// due is set at the drawn time at which a prompt may appear.
	due bool
	// timedOut is set at the drawn time of the answer. The calls were answered with false, and
	// a prompt that is still up can only change later answers.
	timedOut bool
	// chosen is set when the user answers the prompt.
	chosen bool
	prompt *shownPrompt // nil if none is up
	ended  bool
	stop   []func() // stops the timers
}

// opening is the moment at which the prompts of some questions may appear: those that an origin
// asked at least PromptDelayMin before.
type opening struct {
	at        time.Time
	questions []*question
}

// shownPrompt is a prompt that is up, or about to be, for one of the documents.
type shownPrompt struct {
	question *question
	document *Document
	withdraw func() // only functions in the partition's prompts may use it
}

// pendingCall is a call of isSessionSupported without an answer.
type pendingCall struct {
	document *Document
	settle   func(navigator.SupportedResult)
}

func (q *question) key() Key { return Key{q.site.origin, immersiveModes[q.at]} }

// addCall adds a call to the question of its mode. The mutex is locked.
func (s *site) addCall(at int, call pendingCall) callbackList {
	var callbacks callbackList
	q := s.questions[at]
	if q != nil && q.timedOut {
		callbacks = q.end() // its denial was revoked since
		q = nil
	}
	if q == nil {
		q = s.newQuestion(at)
	}
	q.calls = append(q.calls, call)
	if !slices.Contains(q.documents, call.document) {
		q.documents = append(q.documents, call.document)
	}
	return callbacks
}

// newQuestion draws the time of a false before anything looks at devices. The prompt appears at
// a drawn time of its own, outside the page's call, and does not change the time of the false.
func (s *site) newQuestion(at int) *question {
	config := s.partition.gate.config
	settleTime := drawSettleTime(config.Random)
	q := &question{site: s, at: at}
	s.questions[at] = q
	q.stop = []func(){config.Clock.AfterFunc(settleTime, q.timeOut), config.Clock.AfterFunc(PromptWindow, q.closeWindow)}
	if s.opening == nil || s.opening.at.Sub(config.Clock.Now()) < PromptDelayMin {
		delay := drawPromptDelay(config.Random)
		o := &opening{at: config.Clock.Now().Add(delay)}
		s.opening = o
		config.Clock.AfterFunc(delay, func() { s.open(o) })
	}
	s.opening.questions = append(s.opening.questions, q)
	return q
}

// open shows the prompts whose time has come.
func (s *site) open(o *opening) {
	s.mutex.Lock()
	if s.opening == o {
		s.opening = nil
	}
	for _, q := range o.questions {
		q.due = true
	}
	callbacks := s.updatePrompts()
	s.unlock()
	callbacks.run()
}

// timeOut answers every pending call with false at the drawn time. The cause does not
// matter: no device, or no consent.
func (q *question) timeOut() {
	q.site.mutex.Lock()
	callbacks := q.denyAll()
	q.site.unlock()
	callbacks.run()
}

// denyAll is timeOut with the mutex locked. It stores the denial only if a fully active
// document waits for the answer.
func (q *question) denyAll() callbackList {
	if q.ended {
		return nil
	}
	q.timedOut = true
	var callbacks callbackList
	if q.awaited() {
		callbacks = q.site.save(q.at, webxr.Denied)
		q.site.blocked[q.at] = false // the stored denial replaces it
	}
	for _, call := range q.calls {
		callbacks = append(callbacks, call.document.answerWhenThawed(webxr.Denied, q.at, call.settle)...)
	}
	q.calls = nil
	return callbacks
}

// awaited reports whether a fully active document has a pending call.
func (q *question) awaited() bool {
	return slices.ContainsFunc(q.calls, func(call pendingCall) bool { return call.document.active() })
}

// answerAll answers the pending calls by the stored state, and ends the question.
func (q *question) answerAll() callbackList {
	var callbacks callbackList
	state := q.site.state(q.at)
	for _, call := range q.calls {
		callbacks = append(callbacks, call.document.answerWhenThawed(state, q.at, call.settle)...)
	}
	return append(callbacks, q.end()...)
}

// updatePrompts withdraws the prompts that should not be up, and shows those that should. All that
// it shows share a group. While an immersive session runs no prompt is up: the session would have
// to end first, which the page would notice. The mutex is locked.
// https://www.w3.org/TR/webxr/#trusted-ui
func (s *site) updatePrompts() callbackList {
	var callbacks callbackList
	inSession := s.partition.gate.config.Devices.InSession()
	s.shown = slices.DeleteFunc(s.shown, func(shown *shownPrompt) bool {
		if shown.stays() && !inSession {
			return false
		}
		shown.question.prompt = nil
		callbacks = append(callbacks, s.partition.prompt(func() {
			if shown.withdraw != nil {
				shown.withdraw()
			}
		})...)
		return true
	})
	if inSession {
		return callbacks
	}
	group := uint64(0)
	for _, q := range s.questions {
		if document := q.asker(); document != nil {
			if group == 0 {
				group = s.partition.gate.groups.Add(1)
			}
			callbacks = append(callbacks, q.showPrompt(document, group)...)
		}
	}
	return callbacks
}

// stays reports whether a prompt that is up is still about a question of an active document.
func (shown *shownPrompt) stays() bool { return !shown.question.ended && shown.document.active() }

// updatePromptsSoon updates the prompts in parallel to the caller, who may be a page. What the
// caller does is the same whether a prompt is up or not. It keeps the site until then, so that a
// prompt of the origin's next document comes after the withdrawal. The mutex is locked.
func (s *site) updatePromptsSoon() callbackList {
	if s.updating {
		return nil
	}
	s.updating = true
	s.keep()
	return callbackList{func() {
		s.partition.gate.config.Clock.AfterFunc(0, func() {
			s.mutex.Lock()
			s.updating = false
			callbacks := s.updatePrompts()
			s.unlock()
			callbacks.run()
			s.partition.release(s)
		})
	}}
}

// asker returns the document for which a prompt should be shown that is not up, or nil.
func (q *question) asker() *Document {
	if q == nil || !q.due || q.ended || q.prompt != nil || q.chosen || q.site.blocked[q.at] {
		return nil
	}
	at := slices.IndexFunc(q.documents, func(d *Document) bool { return d.active() && d.mayPrompt(immersiveModes[q.at]) })
	if at < 0 {
		return nil
	}
	return q.documents[at]
}

// showPrompt shows the prompt for a document.
func (q *question) showPrompt(document *Document, group uint64) callbackList {
	shown := &shownPrompt{question: q, document: document}
	q.prompt = shown
	q.site.shown = append(q.site.shown, shown)
	p := q.site.partition
	prompt := Prompt{Key: q.key(), Document: document, Group: group, Answer: func(choice Choice) { q.choose(shown, choice) }}
	return p.prompt(func() { shown.withdraw = p.gate.config.Prompter.Ask(prompt) })
}

// choose handles the user's answer to a prompt.
func (q *question) choose(shown *shownPrompt, choice Choice) {
	q.site.mutex.Lock()
	var callbacks callbackList
	if q.prompt == shown && !q.ended {
		callbacks = q.applyChoice(choice)
	}
	q.site.unlock()
	callbacks.run()
}

// applyChoice answers the calls if the user consents. After any other choice they wait for
// the drawn time, as they do without a prompt.
func (q *question) applyChoice(choice Choice) callbackList {
	q.site.shown = slices.DeleteFunc(q.site.shown, func(shown *shownPrompt) bool { return shown == q.prompt })
	q.prompt, q.chosen = nil, true
	switch {
	case choice == Allow:
		callbacks := q.site.save(q.at, webxr.Granted)
		return append(callbacks, q.answerAll()...)
	case choice == Block && q.site.state(q.at) != webxr.Denied:
		q.site.blocked[q.at] = true
	}
	return nil
}

// closeWindow ends the question after PromptWindow. If the computer slept meanwhile, this timer may
// go off before that of the answer.
func (q *question) closeWindow() {
	q.site.mutex.Lock()
	var callbacks callbackList
	if !q.timedOut {
		callbacks = q.denyAll()
	}
	callbacks = append(callbacks, q.end()...)
	q.site.unlock()
	callbacks.run()
}

// leave removes a document that was closed, or accounts for one that was frozen.
func (q *question) leave(d *Document) callbackList {
	if d.gone.Load() {
		q.calls = slices.DeleteFunc(q.calls, func(call pendingCall) bool { return call.document == d })
		q.documents = slices.DeleteFunc(q.documents, func(other *Document) bool { return other == d })
	}
	if len(q.documents) == 0 {
		return q.end()
	}
	return q.site.updatePromptsSoon() // the prompt may have been that document's
}

// end stops the timers, drops the pending calls, and sees to it that the prompt is withdrawn.
func (q *question) end() callbackList {
	if q.ended {
		return nil
	}
	q.ended, q.calls = true, nil
	if q.site.questions[q.at] == q {
		q.site.questions[q.at] = nil
	}
	return append(q.site.updatePromptsSoon(), q.stop...)
}
