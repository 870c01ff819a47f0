// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Registry is a set of profiles of user agents that pages may meet. It makes sure that a page
// cannot tell two user agents that send the same strings apart by what they grant or deny
// without asking.
type Registry struct {
	profiles []Profile
	by       Indistinguishable
}

// Indistinguishable says what makes two user agents look the same to a page.
type Indistinguishable int

const (
	// ByString: they have the same userAgent and appVersion, as WebXR defines it.
	ByString Indistinguishable = iota
	// ByStringAndHints: they also have the same client hints, for pages that ask for hints.
	ByStringAndHints
)

// NewRegistry returns a registry of profiles. It keeps a copy of the list.
func NewRegistry(by Indistinguishable, profiles ...Profile) *Registry {
	return &Registry{profiles: slices.Clone(profiles), by: by}
}

// Conflict is a pair of profiles that send the same strings but start with different
// permission states for a mode, by which a page could tell them apart.
type Conflict struct {
	First       string                `json:"first"`
	Second      string                `json:"second"`
	Strings     Strings               `json:"strings"`
	Mode        webxr.SessionMode     `json:"mode"`
	FirstState  webxr.PermissionState `json:"first_state"`
	SecondState webxr.PermissionState `json:"second_state"`
}

// Verify returns every conflict: two profiles that share strings, one of which grants or
// denies a mode without asking, while the other does not do the same. The list is empty, not
// nil, if there is none.
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

// compare returns a conflict for each mode whose default differs between two profiles.
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

// shared returns strings that both profiles send, and reports whether there are any. If hints
// count too, profiles with other hints share nothing.
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

// key returns a text that is the same for hints with the same words in any order.
func (h Hints) key() string {
	mobile := ""
	if h.Mobile != nil {
		mobile = strconv.FormatBool(*h.Mobile)
	}
	return strings.Join([]string{sortedKey(h.FormFactors), sortedKey(h.Brands), h.Platform, mobile}, "\x01")
}

func sortedKey(words []string) string {
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(words))), "\x00")
}

// Classify classifies a profile, which need not be in the registry. If a profile in the
// registry that a page cannot tell from it has another class, the class is not certain, and
// the permission asks. Profiles that share strings with those profiles count too, and so on:
// if one of them asks all of them must ask, or a page could tell them apart. The order of the
// profiles changes nothing.
func (r *Registry) Classify(p Profile) Classifications {
	group, classes := r.group(&p), Classify(p)
	for i := range classes {
		classes[i].unite(i, &p, group)
	}
	return classes
}

// group returns the profile and those of the registry that share strings with it, directly or
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

// unite makes the class of mode i not certain if a profile in the group, which p is in, has
// another class.
func (c *Classification) unite(i int, p *Profile, group []*Profile) {
	classes, differs := []webxr.Class{c.Class}, ""
	for _, other := range group {
		class := other.Classifications()[i].Class
		classes = append(classes, class)
		if class != c.Class && (differs == "" || other.Name < differs) {
			differs = other.Name
		}
	}
	if differs == "" {
		return
	}
	slices.Sort(classes)
	*c = Classification{
		Mode: c.Mode, Class: webxr.HighlyVariable,
		Ambiguous: &Ambiguity{Cause: CauseProfilesDiffer, Candidates: slices.Compact(classes)},
		Rule:      "shared_string", Source: SourceFingerprinting,
		Because: fmt.Sprintf("%s and %s share a string, directly or through other profiles, and are not of the same class", p.Name, differs),
	}
}
