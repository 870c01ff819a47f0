// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// question collects the calls of isSessionSupported by an origin's documents about a mode
// that the user has not decided about. There is one question at a time for a key, and so
// one prompt. The partition's mutex guards it.
type question struct {
	partition *Partition
	key       Key
	// documents are those that called, and calls their calls that have no answer yet.
	documents []*Document
	calls     []pendingCall
	// timedOut is set at the drawn time. The calls were answered with false, and a prompt
	// that is still up can only change later answers.
	timedOut bool
	// chosen is set when the user answers the prompt.
	chosen bool
	prompt *shownPrompt // nil if none is up
	ended  bool
	stop   []func() // stops the timers
}

// shownPrompt is a prompt that is up, or about to be, for one of the documents.
type shownPrompt struct {
	document *Document
	withdraw func() // only functions in the partition's prompts may use it
}

// pendingCall is a call of isSessionSupported without an answer.
type pendingCall struct {
	document *Document
	settle   func(navigator.SupportedResult)
}

// addCall adds a call to the question of its key. The mutex is locked.
func (p *Partition) addCall(key Key, call pendingCall) callbackList {
	var callbacks callbackList
	q := p.questions[key]
	if q != nil && q.timedOut {
		callbacks = q.end() // its denial was revoked since
		q = nil
	}
	if q == nil {
		q = p.newQuestion(key)
	}
	q.calls = append(q.calls, call)
	if !slices.Contains(q.documents, call.document) {
		q.documents = append(q.documents, call.document)
	}
	return callbacks
}

// newQuestion draws the time of a false before anything looks at devices. The prompt is
// shown later, outside the page's call, and does not change the drawn time.
func (p *Partition) newQuestion(key Key) *question {
	settleTime := drawSettleTime(p.gate.config.Random)
	q := &question{partition: p, key: key}
	p.questions[key] = q
	clock := p.gate.config.Clock
	q.stop = []func(){clock.AfterFunc(settleTime, q.timeOut), clock.AfterFunc(PromptWindow, q.closeWindow), clock.AfterFunc(0, q.showPrompt)}
	return q
}

// timeOut answers every pending call with false at the drawn time. The cause does not
// matter: no device, or no consent.
func (q *question) timeOut() {
	q.partition.mutex.Lock()
	callbacks := q.denyAll()
	q.partition.mutex.Unlock()
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
		callbacks = q.partition.save(q.key, webxr.Denied)
		delete(q.partition.blocked, q.key) // the stored denial replaces it
	}
	for _, call := range q.calls {
		callbacks = append(callbacks, call.document.answerWhenThawed(webxr.Denied, q.key.Mode, call.settle)...)
	}
	q.calls = nil
	return append(callbacks, q.prune()...)
}

// awaited reports whether a fully active document has a pending call.
func (q *question) awaited() bool {
	return slices.ContainsFunc(q.calls, func(call pendingCall) bool { return call.document.active() })
}

// answerAll answers the pending calls by the stored state, and ends the question.
func (q *question) answerAll() callbackList {
	var callbacks callbackList
	state := q.partition.state(q.key)
	for _, call := range q.calls {
		callbacks = append(callbacks, call.document.answerWhenThawed(state, q.key.Mode, call.settle)...)
	}
	return append(callbacks, q.end()...)
}

// showPrompt shows the prompt if it should be shown. It runs in parallel to the page.
func (q *question) showPrompt() {
	p := q.partition
	p.mutex.Lock()
	if !q.needsPrompt() {
		p.mutex.Unlock()
		return
	}
	shown := &shownPrompt{document: q.documents[q.firstActive()]}
	q.prompt = shown
	prompt := Prompt{Key: q.key, Document: shown.document, Answer: func(choice Choice) { q.choose(shown, choice) }}
	p.prompts.add(func() { shown.withdraw = p.gate.config.Prompter.Ask(prompt) })
	p.mutex.Unlock()
	p.prompts.run()
}

// needsPrompt reports whether a prompt should be shown that is not up.
func (q *question) needsPrompt() bool {
	if q.ended || q.prompt != nil || q.chosen || q.partition.blocked[q.key] {
		return false
	}
	return slices.ContainsFunc(q.documents, func(d *Document) bool { return d.active() && d.mayPrompt(q.key.Mode) })
}

// choose handles the user's answer to a prompt.
func (q *question) choose(shown *shownPrompt, choice Choice) {
	q.partition.mutex.Lock()
	var callbacks callbackList
	if q.prompt == shown {
		callbacks = q.applyChoice(choice)
	}
	q.partition.mutex.Unlock()
	callbacks.run()
}

// applyChoice answers the calls if the user consents. After any other choice they wait for
// the drawn time, as they do without a prompt.
func (q *question) applyChoice(choice Choice) callbackList {
	q.prompt, q.chosen = nil, true
	switch {
	case choice == Allow:
		callbacks := q.partition.save(q.key, webxr.Granted)
		return append(callbacks, q.answerAll()...)
	case choice == Block && !q.timedOut:
		q.partition.blocked[q.key] = true
	}
	return nil
}

// closeWindow ends the question after PromptWindow.
func (q *question) closeWindow() {
	q.partition.mutex.Lock()
	callbacks := q.end()
	q.partition.mutex.Unlock()
	callbacks.run()
}

// leave removes a document that was closed, or accounts for one that was frozen.
func (q *question) leave(d *Document) callbackList {
	if d.gone {
		q.calls = slices.DeleteFunc(q.calls, func(call pendingCall) bool { return call.document == d })
		q.documents = slices.DeleteFunc(q.documents, func(other *Document) bool { return other == d })
	}
	return q.prune()
}

// prune ends a question without documents. It withdraws a prompt whose document is no
// longer active, and shows one for another document if there is one.
func (q *question) prune() callbackList {
	switch {
	case len(q.documents) == 0:
		return q.end()
	case q.prompt == nil || q.prompt.document.active():
		return nil
	default:
		return append(q.withdrawPrompt(), q.showPrompt)
	}
}

// firstActive returns the index of the first fully active document, or -1.
func (q *question) firstActive() int { return slices.IndexFunc(q.documents, (*Document).active) }

// end withdraws the prompt, stops the timers, and drops the pending calls.
func (q *question) end() callbackList {
	if q.ended {
		return nil
	}
	q.ended, q.calls = true, nil
	if q.partition.questions[q.key] == q {
		delete(q.partition.questions, q.key)
	}
	return append(q.withdrawPrompt(), q.stop...)
}

// withdrawPrompt withdraws the prompt if one is up.
func (q *question) withdrawPrompt() callbackList {
	shown := q.prompt
	q.prompt = nil
	if shown == nil {
		return nil
	}
	q.partition.prompts.add(func() {
		if shown.withdraw != nil {
			shown.withdraw()
		}
	})
	return callbackList{q.partition.prompts.run}
}
