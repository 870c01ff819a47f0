// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/internal/classifytest"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// named returns the profiles of real user agents by their names.
func named(t testing.TB, names ...string) []classify.Profile {
	t.Helper()
	all := classifytest.Profiles(t, "../testdata/profiles")
	var list []classify.Profile
	for _, name := range names {
		i := slices.IndexFunc(all, func(p classify.Profile) bool { return p.Name == name })
		require.GreaterOrEqual(t, i, 0, name)
		list = append(list, all[i])
	}
	return list
}

// sending returns a profile with the strings of another one.
func sending(p, other classify.Profile) classify.Profile {
	p.Strings = other.Strings
	return p
}

// inWords returns a line for each conflict.
func inWords(conflicts []classify.Conflict) []string {
	words := []string{}
	for _, c := range conflicts {
		words = append(words, fmt.Sprintf("%s %s, %s %s: %s", c.First, c.FirstState, c.Second, c.SecondState, c.Mode))
	}
	return words
}

func TestVerify_FindsThePairsThatDiffer(t *testing.T) {
	t.Parallel()
	safari := named(t, "safari-ipad-18", "safari-macos-18", "safari-visionos-18")
	linux := named(t, "chromium-linux-156-with-openxr", "chromium-linux-156-without-openxr")
	android := named(t, "chrome-android-phone-156", "chrome-android-tablet-156", "chrome-android-xr-156")
	android[1] = sending(android[1], android[0]) // a tablet may be as small as a phone
	quest := named(t, "quest-browser-39-quest-3", "quest-browser-39-quest-3s", "wolvic-1.8-gecko")
	apart := []string{
		"safari-ipad-18 denied, safari-visionos-18 granted: inline", "safari-ipad-18 denied, safari-visionos-18 granted: immersive-vr",
		"safari-macos-18 denied, safari-visionos-18 granted: inline", "safari-macos-18 denied, safari-visionos-18 granted: immersive-vr",
	}
	builds := []string{
		"chromium-linux-156-with-openxr prompt, chromium-linux-156-without-openxr denied: immersive-vr",
		"chromium-linux-156-with-openxr prompt, chromium-linux-156-without-openxr denied: immersive-ar",
	}
	for name, row := range map[string]struct {
		profiles         []classify.Profile
		byString, byHint []string
	}{
		"Safari on Mac, iPad and Vision Pro":         {safari, apart, apart},
		"Chromium on Linux with and without OpenXR":  {linux, builds, builds},
		"Chromium on Linux before OpenXR":            {named(t, "chrome-linux-153", "chromium-linux-156-with-openxr"), nil, nil},
		"reduced: phone, tablet and headset":         {android, []string{"chrome-android-phone-156 prompt, chrome-android-xr-156 granted: immersive-ar", "chrome-android-tablet-156 prompt, chrome-android-xr-156 granted: immersive-ar"}, nil},
		"Quest 3 and Quest 3S":                       {quest[:2], nil, nil},
		"Wolvic and Quest Browser":                   {[]classify.Profile{quest[0], sending(quest[2], quest[0])}, []string{"quest-browser-39-quest-3 granted, wolvic-1.8-gecko prompt: immersive-ar"}, nil},
		"Wolvic and Quest Browser, each by its name": {[]classify.Profile{quest[0], quest[2]}, nil, nil},
		"one alone": {quest[:1], nil, nil},
		"none":      {nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.ElementsMatch(t, row.byString, inWords(classify.NewRegistry(classify.ByString, row.profiles...).Verify()))
			require.ElementsMatch(t, row.byHint, inWords(classify.NewRegistry(classify.ByStringAndHints, row.profiles...).Verify()))
		})
	}
}

// A page reads appVersion too, so the same userAgent with another appVersion is no conflict.
func TestVerify_AppVersionsTellApart(t *testing.T) {
	t.Parallel()
	list := named(t, "safari-macos-18", "safari-visionos-18")
	list[1].Strings = []classify.Strings{{UserAgent: list[0].Strings[0].UserAgent, AppVersion: "5.0 (visionOS)"}}
	registry := classify.NewRegistry(classify.ByString, list...)
	require.Empty(t, registry.Verify())
	require.Equal(t, classify.Classify(list[1]), registry.Classify(list[1]))
}

func TestVerify_NamesTheSharedStrings(t *testing.T) {
	t.Parallel()
	list := named(t, "quest-browser-39-quest-3", "wolvic-1.8-gecko")
	shared := list[0].Strings[1]
	list[1].Strings = append(slices.Clone(list[1].Strings), shared)
	conflicts := classify.NewRegistry(classify.ByString, list...).Verify()
	require.Len(t, conflicts, 1)
	require.Equal(t, shared, conflicts[0].Strings)
}

// If user agents of different classes share a string, all of them ask, whatever the order of
// the profiles is.
func TestRegistry_SharedStringsAsk(t *testing.T) {
	t.Parallel()
	list := named(t, "safari-ipad-18", "safari-macos-18", "safari-visionos-18", "chrome-windows-156")
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}} {
		var ordered []classify.Profile
		for _, i := range order {
			ordered = append(ordered, list[i])
		}
		registry := classify.NewRegistry(classify.ByString, ordered...)
		for i, other := range map[int]string{0: "safari-visionos-18", 1: "safari-visionos-18", 2: "safari-ipad-18"} {
			classes := registry.Classify(list[i])
			require.Equal(t, "open: profiles_differ open: profiles_differ never", classifytest.Short(classes), list[i].Name)
			classifytest.RequireSound(t, classes)
			require.Equal(t, []webxr.Class{webxr.NeverSupport, webxr.UsuallySupport}, classes[1].Ambiguous.Candidates)
			require.Equal(t, "shared_string", classes[1].Rule)
			require.Contains(t, classes[1].Because, list[i].Name+" and "+other+" share a string")
		}
		require.Equal(t, classify.Classify(list[3]), registry.Classify(list[3]))
	}
}

// The second profile shares one string with the first and another with the third. If only the
// second asked, a page could tell it from the first.
func TestRegistry_SharingGoesOnThroughOthers(t *testing.T) {
	t.Parallel()
	list := named(t, "quest-browser-39-quest-3", "quest-browser-32-quest-3", "safari-macos-18")
	list[1].Strings = slices.Concat(list[0].Strings, list[2].Strings)
	registry := classify.NewRegistry(classify.ByString, list...)
	for _, profile := range list {
		require.Equal(t, webxr.Prompt, registry.Classify(profile)[1].Default(), profile.Name)
	}
}

// A profile that asks anyway lists the other class that its string may have.
func TestRegistry_AProfileThatAsksKeepsAsking(t *testing.T) {
	t.Parallel()
	list := named(t, "chrome-android-phone-156", "chrome-android-xr-156")
	classes := classify.NewRegistry(classify.ByString, list[1]).Classify(list[0])
	require.Equal(t, "usually usually open: profiles_differ", classifytest.Short(classes))
	require.Equal(t, []webxr.Class{webxr.HighlyVariable, webxr.UsuallySupport}, classes[2].Ambiguous.Candidates)
}

// drawn returns a generator of builds of every kind, most of which share strings.
func drawn() *rapid.Generator[classify.Profile] {
	return rapid.Custom(func(t *rapid.T) classify.Profile {
		p := built(profileRows[rapid.IntRange(0, len(profileRows)-1).Draw(t, "build")].change)
		p.Name = rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "name")
		p.Strings = nil
		for _, word := range rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", "3", "4"}), 1, 2).Draw(t, "strings") {
			p.Strings = append(p.Strings, classify.Strings{UserAgent: word, AppVersion: rapid.SampledFrom([]string{"5.0", "5.1"}).Draw(t, "version")})
		}
		p.Hints.FormFactors = rapid.SliceOfN(rapid.SampledFrom([]string{"XR", "Mobile"}), 0, 2).Draw(t, "form factors")
		return p
	})
}

// A profile that would ask still asks after another profile is added.
func TestRegistry_AnotherProfileNeverTakesAPromptAway(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		by := classify.Indistinguishable(rapid.IntRange(0, 1).Draw(t, "by"))
		list := rapid.SliceOfN(drawn(), 1, 6).Draw(t, "profiles")
		without, with := classify.NewRegistry(by, list[1:]...), classify.NewRegistry(by, list...)
		for _, profile := range list {
			before, after := without.Classify(profile), with.Classify(profile)
			for i := range before {
				if before[i].Default() == webxr.Prompt {
					require.Equal(t, webxr.Prompt, after[i].Default())
				}
			}
		}
	})
}

// A registry gives the same defaults to any two profiles that share strings, and the order of
// the profiles changes nothing.
func TestRegistry_ClassifiesWithoutConflicts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		by := classify.Indistinguishable(rapid.IntRange(0, 1).Draw(t, "by"))
		list := rapid.SliceOfN(drawn(), 2, 6).Draw(t, "profiles")
		registry := classify.NewRegistry(by, list...)
		reversed := slices.Clone(list)
		slices.Reverse(reversed)
		for i, one := range list {
			classes := registry.Classify(one)
			classifytest.RequireSound(t, classes)
			require.Equal(t, classes, classify.NewRegistry(by, reversed...).Classify(one))
			for _, other := range list[:i] {
				if !sharing(by, one, other) {
					continue
				}
				for i, class := range registry.Classify(other) {
					require.Equal(t, class.Default(), classes[i].Default())
				}
			}
		}
	})
}

// sharing reports whether a page cannot tell two profiles apart. It is the plainest way to
// find out.
func sharing(by classify.Indistinguishable, a, b classify.Profile) bool {
	for _, one := range a.Strings {
		for _, other := range b.Strings {
			if one == other {
				return by == classify.ByString || sameSet(a.Hints.FormFactors, b.Hints.FormFactors)
			}
		}
	}
	return false
}

func sameSet(a, b []string) bool {
	in := func(list []string) func(string) bool {
		return func(word string) bool { return !slices.Contains(list, word) }
	}
	return !slices.ContainsFunc(a, in(b)) && !slices.ContainsFunc(b, in(a))
}
