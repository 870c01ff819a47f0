// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"fmt"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Range are the versions that a loader may have: First and later ones, before Before. A zero bound is not known.
type Range struct{ First, Before loader.Version }

// only is the range of one version.
func only(v loader.Version) Range {
	after := v
	after[3]++
	return Range{First: v, Before: after}
}

// release is the range of a version and its hotfixes, which some places do not tell apart.
func release(v loader.Version) Range {
	return Range{First: v, Before: loader.Version{v[0], v[1], v[2] + 1}}
}

// Exact returns the version, and whether it is the only one.
func (r Range) Exact() (loader.Version, bool) { return r.First, r == only(r.First) }

// Rules returns the version whose rules hold, and whether all versions of the range have the same ones. What changed after
// [loader.Newest] does not count, since a range without an end would never have rules.
func (r Range) Rules() (loader.Version, bool) {
	if r.First == (loader.Version{}) {
		return loader.Version{}, false
	}
	for _, change := range loader.Changes() {
		if change.Decides && change.Since.Compare(loader.Newest) <= 0 && change.Since.Compare(r.First) > 0 && r.mayBe(change.Since) {
			return loader.Version{}, false
		}
	}
	return r.First, true
}

// mayBe reports whether a version is in the range.
func (r Range) mayBe(v loader.Version) bool {
	return v.Compare(r.First) >= 0 && (r.Before == (loader.Version{}) || v.Compare(r.Before) < 0)
}

// within returns the versions that are in both ranges, and whether there are any.
func (r Range) within(other Range) (Range, bool) {
	if other.First.Compare(r.First) > 0 {
		r.First = other.First
	}
	if r.Before == (loader.Version{}) || other.Before != (loader.Version{}) && other.Before.Compare(r.Before) < 0 {
		r.Before = other.Before
	}
	return r, r.mayBe(r.First)
}

// String returns the version, or the range in words.
func (r Range) String() string {
	_, exact := r.Exact()
	switch none := (loader.Version{}); {
	case exact:
		return r.First.String()
	case r == release(r.First):
		return r.First.String() + " or a hotfix of it"
	case r.First == none && r.Before == none:
		return "unknown"
	case r.First == none:
		return fmt.Sprintf("before %s", r.Before)
	case r.Before == none:
		return fmt.Sprintf("%s or later", r.First)
	default:
		return fmt.Sprintf("%s or later, before %s", r.First, r.Before)
	}
}
