// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import "github.com/xrprobe/xrprobe/modes/webxr"

// rule gives every subject that it matches an opinion on each mode.
type rule[S any] struct {
	name           string
	matches        func(S) bool
	inline, vr, ar opinion
	because        string
	source         string
}

// byFirst classifies a subject by the first rule that matches it. The last rule of every
// table matches everything.
func byFirst[S any](rules []rule[S], subject S) []Classification {
	for i := range rules {
		if rules[i].matches(subject) {
			return rules[i].answers()
		}
	}
	return nil
}

// answers are the rule's opinions as callers have them: nothing in them is the rule's own,
// so that whoever changes an answer changes no rule. They are one allocation.
func (r *rule[S]) answers() []Classification {
	made := new(struct {
		answers    [3]Classification
		doubts     [3]Ambiguity
		candidates [3][2]webxr.Class
	})
	for i, mode := range [...]webxr.SessionMode{webxr.Inline, webxr.ImmersiveVR, webxr.ImmersiveAR} {
		said, answer := r.opinion(mode), &made.answers[i]
		*answer = Classification{Mode: mode, Class: said.class, Rule: r.name, Because: r.because, Source: r.source}
		if mode == webxr.Inline && said.class == webxr.UsuallySupport {
			answer.Rule, answer.Because, answer.Source = "inline_always", becauseInline, sourceInline
		}
		if said.cause != "" {
			made.candidates[i] = said.candidates
			made.doubts[i] = Ambiguity{Cause: said.cause, Candidates: made.candidates[i][:]}
			answer.Ambiguous = &made.doubts[i]
		}
	}
	return made.answers[:]
}

func (r *rule[S]) opinion(mode webxr.SessionMode) *opinion {
	switch mode {
	case webxr.Inline:
		return &r.inline
	case webxr.ImmersiveVR:
		return &r.vr
	default:
		return &r.ar
	}
}

// Where there is WebXR, "inline" is no matter of devices.
const (
	becauseInline = "every user agent supports inline sessions, so the answer tells a page nothing"
	sourceInline  = "https://www.w3.org/TR/webxr/#dom-xrsystem-issessionsupported"
)
