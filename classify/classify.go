// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import "github.com/xrprobe/xrprobe/modes/webxr"

// Default returns the state in which the "xr-session-supported" permission starts for a
// class: never is denied, usually is granted, and everything else asks.
// https://www.w3.org/TR/webxr/#fingerprinting
func Default(class webxr.Class) webxr.PermissionState {
	switch class {
	case webxr.NeverSupport:
		return webxr.Denied
	case webxr.UsuallySupport:
		return webxr.Granted
	default:
		return webxr.Prompt
	}
}

// FormFactor is the kind of machine that a host is.
type FormFactor string

// The form factors of a host.
const (
	Desktop           FormFactor = "desktop"
	Laptop            FormFactor = "laptop"
	Phone             FormFactor = "phone"
	Tablet            FormFactor = "tablet"
	StandaloneHeadset FormFactor = "standalone_headset"
	Server            FormFactor = "server"
	Container         FormFactor = "container"
	Unknown           FormFactor = "unknown"
)

// Host is what a machine is, whatever is plugged into it.
type Host struct {
	FormFactor FormFactor
}

// Answer is the class of one session mode, the rule that decided and why.
type Answer struct {
	Mode    webxr.SessionMode
	Class   webxr.Class
	Rule    string
	Because string
}

// rule gives every host that it matches one class for one mode.
type rule struct {
	name    string
	matches func(Host, webxr.SessionMode) bool
	class   webxr.Class
	because string
}

// rules are tried in order; the last one matches everything.
func rules() []rule {
	return []rule{
		{
			name:    "inline_always",
			matches: func(_ Host, mode webxr.SessionMode) bool { return mode == webxr.Inline },
			class:   webxr.UsuallySupport,
			because: "every user agent supports inline sessions, so the answer tells a page nothing",
		},
		{
			name: "standalone_headset_vr",
			matches: func(host Host, mode webxr.SessionMode) bool {
				return host.FormFactor == StandaloneHeadset && mode == webxr.ImmersiveVR
			},
			class:   webxr.UsuallySupport,
			because: "a standalone headset shows virtual reality by itself",
		},
		{
			name: "headset_may_be_attached",
			matches: func(host Host, _ webxr.SessionMode) bool {
				return host.FormFactor == Desktop || host.FormFactor == Laptop
			},
			class:   webxr.HighlyVariable,
			because: "a headset may or may not be attached to a desktop or laptop computer, so a page may learn it only with consent",
		},
		{
			name:    "not_known",
			matches: func(Host, webxr.SessionMode) bool { return true },
			class:   webxr.HighlyVariable,
			because: "what this kind of host supports is not known in advance, so a page may learn it only with consent",
		},
	}
}

// Classify returns the class of every session mode on a host, in the
// specification's order.
func Classify(host Host) []Answer {
	answers := make([]Answer, 0, len(webxr.SessionModes()))
	for _, mode := range webxr.SessionModes() {
		answers = append(answers, classify(host, mode))
	}
	return answers
}

func classify(host Host, mode webxr.SessionMode) Answer {
	ordered := rules()
	chosen := ordered[len(ordered)-1]
	for _, candidate := range ordered {
		if candidate.matches(host, mode) {
			chosen = candidate
			break
		}
	}
	return Answer{Mode: mode, Class: chosen.class, Rule: chosen.name, Because: chosen.because}
}
