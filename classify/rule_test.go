// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Every rule says why and where its fact is from, has a name of its own, and is the first
// that matches something.
func TestEveryRuleHasASourceAndIsReached(t *testing.T) {
	t.Parallel()
	var strings []classify.Subject
	for _, row := range everyString(t) {
		strings = append(strings, classify.UserAgent(row.userAgent))
	}
	for name, row := range map[string]struct {
		rules    []classify.Row
		subjects []classify.Subject
	}{
		"hosts":    {classify.HostRules(), hosts()},
		"profiles": {classify.ProfileRules(), builds()},
		"strings":  {classify.UserAgentRules(), strings},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reached := map[string]bool{}
			for _, subject := range row.subjects {
				for _, answer := range classify.Classify(subject)[1:] {
					reached[answer.Rule] = true
					require.NotEmpty(t, answer.Source)
				}
			}
			seen := map[string]bool{}
			for _, rule := range row.rules {
				require.NotEmpty(t, rule.Because, rule.Name)
				require.NotEmpty(t, rule.Source, rule.Name)
				require.False(t, seen[rule.Name], rule.Name)
				require.True(t, reached[rule.Name], "no test reaches %s", rule.Name)
				seen[rule.Name] = true
			}
		})
	}
}

// The table of headsets: each has a source, names that no other has, and is classified by
// each of them.
func TestEveryHeadsetHasASourceAndCounts(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"pass_through": "usually usually usually", "additive": "usually usually usually", "opaque": "usually usually never", "": "usually usually highly_variable",
	}
	var names []string
	for _, headset := range classify.Headsets() {
		require.NotEmpty(t, headset.Source, headset.Names)
		for _, name := range headset.Names {
			host := classify.Host{OS: "android", FormFactor: classify.StandaloneHeadset, Product: name}
			require.Equal(t, want[headset.Display], strings.Join(short(classify.Classify(host)), " "), name)
			require.NotContains(t, names, name)
			names = append(names, name)
		}
	}
	require.Greater(t, len(names), 20)
}

// A headset's name grants nothing where the host is none: its form factor is proven, its
// name is not.
func TestAProductAloneGrantsNothing(t *testing.T) {
	t.Parallel()
	for _, factor := range classify.FormFactors() {
		if factor == classify.StandaloneHeadset {
			continue
		}
		answers := classify.Classify(classify.Host{OS: "android", FormFactor: factor, Product: "Quest 3"})
		require.Equal(t, webxr.Prompt, answers[1].Default(), factor)
		require.Equal(t, webxr.Prompt, answers[2].Default(), factor)
	}
}

// A system whose kind of machine is not known is asked, whichever it is; only on iOS is
// every browser known.
func TestASystemAloneAsks(t *testing.T) {
	t.Parallel()
	for os, want := range map[string]string{
		"ios": "usually never never", "darwin": "usually highly_variable highly_variable", "windows": "usually highly_variable highly_variable",
		"linux": "usually highly_variable highly_variable", "android": "usually highly_variable highly_variable", "plan9": "usually highly_variable highly_variable",
	} {
		require.Equal(t, want, strings.Join(short(classify.Classify(classify.Host{OS: os, FormFactor: classify.Unknown})), " "), os)
	}
}

func hosts() []classify.Subject {
	list := []classify.Subject{
		classify.Host{OS: "ios", FormFactor: classify.Phone},
		classify.Host{FormFactor: classify.StandaloneHeadset, Product: "Quest 3"},
		classify.Host{FormFactor: classify.StandaloneHeadset, Product: "Pacific"},
	}
	for _, factor := range classify.FormFactors() {
		list = append(list, classify.Host{OS: "linux", FormFactor: factor})
	}
	return list
}

// No subject, and a pointer to none, are highly variable; a pointer is what it points to.
func TestNothingIsHighlyVariable(t *testing.T) {
	t.Parallel()
	host, agent := classify.Host{FormFactor: classify.StandaloneHeadset}, classify.UserAgent("Lynx/2.8")
	profile := classify.Profile{WebXR: true}
	for _, subject := range []classify.Subject{nil, (*classify.Host)(nil), (*classify.Profile)(nil), (*classify.UserAgent)(nil)} {
		require.Equal(t, "highly_variable highly_variable highly_variable", strings.Join(short(classify.Classify(subject)), " "))
	}
	require.Equal(t, classify.Classify(host), classify.Classify(&host))
	require.Equal(t, classify.Classify(agent), classify.Classify(&agent))
	require.Equal(t, classify.Classify(profile), classify.Classify(&profile))
}

// Whoever changes an answer changes no other answer, and no rule.
func TestAnswersAreTheCallersOwn(t *testing.T) {
	t.Parallel()
	const reduced = classify.UserAgent("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/111.0.0.0 Mobile Safari/537.36")
	first := classify.Classify(reduced)
	want := classify.Classify(reduced)
	first[2].Ambiguous.Candidates[0] = webxr.NeverSupport
	first[2].Ambiguous.Cause = ""
	first[1].Class = webxr.NeverSupport
	require.Equal(t, want, classify.Classify(reduced))
}

// What a class is made from has no place for a headset that is attached, a runtime, or
// what either of them can do: only for what cannot be unplugged. A field that is new here
// has to pass the same question.
func TestNoTypeNamesWhatIsPluggedIn(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"Host":    {"OS", "Arch", "FormFactor", "Product"},
		"Profile": {"Schema", "Name", "Product", "Version", "OS", "FormFactor", "WebXR", "ARModule", "BackEnds", "HeadsetOnly", "Display", "Strings", "Hints", "Sources"},
		"Strings": {"UserAgent", "AppVersion"},
		"Hints":   {"FormFactors", "Brands"},
		"Source":  {"Fields", "Source"},
	}
	got := map[string][]string{}
	for _, subject := range []any{classify.Host{}, classify.Profile{}, classify.Strings{}, classify.Hints{}, classify.Source{}} {
		kind := reflect.TypeOf(subject)
		for i := range kind.NumField() {
			got[kind.Name()] = append(got[kind.Name()], kind.Field(i).Name)
		}
	}
	require.Equal(t, want, got)
	require.Equal(t, reflect.String, reflect.TypeOf(classify.UserAgent("")).Kind())
	require.Equal(t, []classify.BackEnd{"openxr", "arcore", "cardboard", "compositor_services", "arkit"}, classify.BackEnds(), "interfaces, and no runtime behind one")
}
