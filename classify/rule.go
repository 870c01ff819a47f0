// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import "github.com/xrprobe/xrprobe/modes/webxr"

// Rules classify subjects of one kind, such as [Host]. They are tried in order, and the
// first rule that matches decides. The last rule of a table should match every subject.
type Rules[S any] []Rule[S]

// Rule gives an opinion on each session mode for the subjects that it matches.
type Rule[S any] struct {
	// Name is a stable word for the rule, such as "headset_may_be_attached".
	Name string
	// Matches reports whether the rule decides for a subject.
	Matches func(S) bool
	// Inline, VR and AR are the opinions on "inline", "immersive-vr" and "immersive-ar".
	Inline, VR, AR Opinion
	// Because is the reason in words, and Source is where the fact behind it is from.
	Because, Source string
}

// Opinion is what a rule says of one session mode. The zero value is highly variable.
type Opinion struct {
	class      webxr.Class
	cause      AmbiguityCause
	candidates [3]webxr.Class // as many as are not empty
}

// Certain returns the opinion that a mode is of a class.
func Certain(class webxr.Class) Opinion { return Opinion{class: class} }

// Between returns the opinion that a mode is of one class or of another, with the cause why
// that cannot be decided. Its class is highly variable.
func Between(cause AmbiguityCause, one, other webxr.Class) Opinion {
	return Opinion{class: webxr.HighlyVariable, cause: cause, candidates: [3]webxr.Class{one, other}}
}

// Open returns the opinion that a mode may be of any class, with the cause why that cannot be
// decided. Its class is highly variable.
func Open(cause AmbiguityCause) Opinion {
	return Opinion{
		class: webxr.HighlyVariable, cause: cause,
		candidates: [3]webxr.Class{webxr.NeverSupport, webxr.UsuallySupport, webxr.HighlyVariable},
	}
}

var (
	never    = Certain(webxr.NeverSupport)
	usually  = Certain(webxr.UsuallySupport)
	variable = Certain(webxr.HighlyVariable)
)

// Classify returns the class of every session mode by the first rule that matches the
// subject. If no rule matches, every mode is highly variable.
func (r Rules[S]) Classify(subject S) Classifications {
	for i := range r {
		if r[i].Matches(subject) {
			return r[i].classifications()
		}
	}
	return unknownSubject()
}

// unknownSubject classifies a subject of which nothing is known.
func unknownSubject() Classifications {
	rule := Rule[struct{}]{
		Name: "nothing_known", Inline: variable, VR: variable, AR: variable,
		Because: "nothing is known of what is classified, so a page may learn it only with consent", Source: SourceFingerprinting,
	}
	return rule.classifications()
}

// classifications returns the rule's opinions for a caller, who may change them without
// changing the rule. They are one allocation.
func (r *Rule[S]) classifications() Classifications {
	made := new(struct {
		classes     [3]Classification
		ambiguities [3]Ambiguity
		candidates  [3][3]webxr.Class
	})
	for i, mode := range [...]webxr.SessionMode{webxr.Inline, webxr.ImmersiveVR, webxr.ImmersiveAR} {
		opinion, class := r.opinion(mode), &made.classes[i]
		*class = Classification{Mode: mode, Class: opinion.class, Rule: r.Name, Because: r.Because, Source: r.Source}
		if opinion.class == "" {
			class.Class = webxr.HighlyVariable
		}
		if mode == webxr.Inline && opinion.class == webxr.UsuallySupport {
			class.Rule, class.Because, class.Source = "inline_always", becauseInline, sourceInline
		}
		if opinion.cause != "" {
			made.candidates[i] = opinion.candidates
			made.ambiguities[i] = Ambiguity{Cause: opinion.cause, Candidates: made.candidates[i][:opinion.count()]}
			class.Ambiguous = &made.ambiguities[i]
		}
	}
	return made.classes[:]
}

// count returns how many candidates the opinion has.
func (o *Opinion) count() int {
	for i := range o.candidates {
		if o.candidates[i] == "" {
			return i
		}
	}
	return len(o.candidates)
}

func (r *Rule[S]) opinion(mode webxr.SessionMode) *Opinion {
	switch mode {
	case webxr.Inline:
		return &r.Inline
	case webxr.ImmersiveVR:
		return &r.VR
	default:
		return &r.AR
	}
}

// A user agent that has WebXR supports "inline" whatever devices there are.
const (
	becauseInline = "every user agent supports inline sessions, so the answer tells a page nothing"
	sourceInline  = "https://www.w3.org/TR/webxr/#dom-xrsystem-issessionsupported"
)

// The sources that rules in more than one table have.
const (
	SourceCompat         = "MDN browser-compat-data 8.1.9, Navigator.xr, XRSystem and XRSession"
	SourceChromium       = "Chromium's sources: content/browser/xr, device/vr, and which of them each platform compiles"
	SourceModule         = "https://www.w3.org/TR/webxr-ar-module-1/"
	SourceWebKit         = "A-Frame issues 5560 and 5607: Safari on Vision Pro calls itself Macintosh, and has WebXR since visionOS 2"
	SourceFingerprinting = "https://www.w3.org/TR/webxr/#fingerprinting"
)
