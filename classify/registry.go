// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import (
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Registry is a set of profiles that pages may meet. It proves that what is granted or
// denied without asking tells no two user agents apart that send the same strings.
type Registry struct {
	profiles []Profile
	by       Indistinguishable
}

// Indistinguishable says what makes two user agents the same to a page.
type Indistinguishable int

const (
	// ByString: the same userAgent and appVersion, as WebXR has it.
	ByString Indistinguishable = iota
	// ByStringAndHints: the same client hints too, for pages that ask for them.
	ByStringAndHints
)

// NewRegistry returns a registry of profiles.
func NewRegistry(by Indistinguishable, profiles ...Profile) *Registry {
	return &Registry{profiles: slices.Clone(profiles), by: by}
}

// Conflict is two profiles that a page can tell apart by a mode's default, and by nothing
// else.
type Conflict struct {
	First       string                `json:"first"`
	Second      string                `json:"second"`
	Strings     Strings               `json:"strings"`
	Mode        webxr.SessionMode     `json:"mode"`
	FirstState  webxr.PermissionState `json:"first_state"`
	SecondState webxr.PermissionState `json:"second_state"`
}

// Verify returns every conflict: two profiles that share strings, of which one is granted
// or denied a mode without asking, and the other is not answered alike.
// https://www.w3.org/TR/webxr/#fingerprinting
func (r *Registry) Verify() []Conflict {
	conflicts := []Conflict{}
	for i := range r.profiles {
		for j := range r.profiles[:i] {
			if shared, some := r.shared(&r.profiles[j], &r.profiles[i]); some {
				conflicts = append(conflicts, compare(&r.profiles[j], &r.profiles[i], shared)...)
			}
		}
	}
	return conflicts
}

// compare finds the modes that two profiles with the same strings are not answered alike.
func compare(a, b *Profile, shared Strings) []Conflict {
	var conflicts []Conflict
	first, second := a.answers(), b.answers()
	for i := range first {
		if first[i].Default() != second[i].Default() {
			conflicts = append(conflicts, Conflict{
				First: a.Name, Second: b.Name, Strings: shared, Mode: first[i].Mode,
				FirstState: first[i].Default(), SecondState: second[i].Default(),
			})
		}
	}
	return conflicts
}

// shared returns a pair of strings by which a page cannot tell two profiles apart.
func (r *Registry) shared(a, b *Profile) (Strings, bool) {
	if r.by == ByStringAndHints && a.Hints.key() != b.Hints.key() {
		return Strings{}, false
	}
	for _, sent := range a.Strings {
		if slices.Contains(b.Strings, sent) {
			return sent, true
		}
	}
	return Strings{}, false
}

// key is the same for hints that hold the same, in whatever order.
func (h Hints) key() string {
	return strings.Join(slices.Sorted(slices.Values(h.FormFactors)), "\x00") + "\x01" + strings.Join(slices.Sorted(slices.Values(h.Brands)), "\x00")
}

// Classify classifies a profile among the registry's: where another that a page cannot
// tell from it is answered differently, no class is certain. The profile need not be in
// the registry.
func (r *Registry) Classify(p Profile) Answers {
	answers := Classify(p)
	for i := range r.profiles {
		other := &r.profiles[i]
		if _, some := r.shared(&p, other); !some {
			continue
		}
		for j, answer := range other.answers() {
			answers[j].unite(answer, other.Name)
		}
	}
	return answers
}

// unite leaves an answer that holds for another profile too.
func (a *Answer) unite(other Answer, name string) {
	if a.Default() == other.Default() {
		return
	}
	candidates := []webxr.Class{a.Class, other.Class}
	if a.Ambiguous == nil {
		a.Ambiguous = &Ambiguity{Cause: CauseShared, Candidates: candidates}
		a.Rule, a.Because = "shared_string", "the profile "+name+" sends the same strings and is answered differently"
	}
	a.Class = webxr.HighlyVariable
}
