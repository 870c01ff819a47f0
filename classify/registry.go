// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import (
	"fmt"
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
	first, second := a.Classifications(), b.Classifications()
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
	return sortedKey(h.FormFactors) + "\x01" + sortedKey(h.Brands)
}

func sortedKey(words []string) string {
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(words))), "\x00")
}

// Classify classifies a profile among the registry's, in which it need not be. Where one
// that a page cannot tell from it is answered differently, no class is certain, and the
// permission asks. Profiles that share strings with those count too: what makes one of
// them ask has to make all of them ask, or their answers would tell them apart. The order
// of the profiles changes nothing.
func (r *Registry) Classify(p Profile) Classifications {
	group, answers := r.group(&p), Classify(p)
	for i := range answers {
		answers[i].unite(i, &p, group)
	}
	return answers
}

// group returns the registry's profiles that share strings with a profile, directly or
// through others.
func (r *Registry) group(p *Profile) []*Profile {
	joined := make([]bool, len(r.profiles))
	group := []*Profile{p}
	for next := 0; next < len(group); next++ {
		for i := range r.profiles {
			if _, some := r.shared(group[next], &r.profiles[i]); some && !joined[i] {
				joined[i] = true
				group = append(group, &r.profiles[i])
			}
		}
	}
	return group
}

// unite leaves the answer that holds for all of a group, of which p is one.
func (a *Classification) unite(i int, p *Profile, group []*Profile) {
	classes, differs := []webxr.Class{a.Class}, ""
	for _, other := range group {
		class := other.Classifications()[i].Class
		classes = append(classes, class)
		if class != a.Class && (differs == "" || other.Name < differs) {
			differs = other.Name
		}
	}
	if differs == "" {
		return
	}
	slices.Sort(classes)
	*a = Classification{
		Mode: a.Mode, Class: webxr.HighlyVariable,
		Ambiguous: &Ambiguity{Cause: CauseProfilesDiffer, Candidates: slices.Compact(classes)},
		Rule:      "shared_string", Source: SourceFingerprinting,
		Because: fmt.Sprintf("%s and %s share a string, or each shares one with others between them, and they are not of one class", p.Name, differs),
	}
}
