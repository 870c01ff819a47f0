// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify_test

import (
	"reflect"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/internal/classifytest"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Every rule has a name of its own, a reason and a source, and is the first rule that matches
// some subject of the tests.
func TestRules_EachHasASourceAndIsReached(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		rules    []classify.Row
		subjects []classify.Subject
	}{
		"hosts":    {classify.HostRules(), hosts()},
		"profiles": {classify.ProfileRules(), builds()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reached := map[string]bool{}
			for _, subject := range row.subjects {
				for _, class := range classify.Classify(subject)[1:] {
					reached[class.Rule] = true
					require.NotEmpty(t, class.Source)
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

func TestRules_TheFirstThatMatchesDecides(t *testing.T) {
	t.Parallel()
	rules := classify.Rules[int]{
		{Name: "negative", Matches: func(n int) bool { return n < 0 }, VR: classify.Certain(webxr.NeverSupport)},
		{Name: "small", Matches: func(n int) bool { return n < 10 }, VR: classify.Certain(webxr.UsuallySupport)},
	}
	require.Equal(t, "highly_variable never highly_variable", classifytest.Short(rules.Classify(-1)), "an opinion that is not given is highly variable")
	require.Equal(t, "highly_variable usually highly_variable", classifytest.Short(rules.Classify(1)))
	require.Equal(t, "small", rules.Classify(1)[1].Rule)
	require.Equal(t, classify.Classify(nil), rules.Classify(10), "no rule matches")
}

// The causes are stable words of their own, each with a sentence, and every rule's cause is
// one of them. The test of the same name in package useragent finds a rule for each.
func TestAmbiguityCauses_HaveAWordAndASentence(t *testing.T) {
	t.Parallel()
	seen := map[classify.AmbiguityCause]bool{}
	for _, cause := range classify.AmbiguityCauses() {
		require.Regexp(t, regexp.MustCompile("^[a-z]+(_[a-z]+)*$"), string(cause))
		require.Regexp(t, regexp.MustCompile("^[A-Z].+[.]$"), cause.Text())
		require.False(t, seen[cause], cause)
		seen[cause] = true
	}
	for _, rule := range append(classify.HostRules(), classify.ProfileRules()...) {
		for _, cause := range rule.Causes {
			require.True(t, seen[cause], "%s: %s", rule.Name, cause)
		}
	}
	require.Empty(t, classify.AmbiguityCause("k").Text())
}

// Every headset in the table has a source and names that no other headset has, and a host
// with any of these names is classified by its display.
func TestHeadsets_HaveASourceAndDecide(t *testing.T) {
	t.Parallel()
	want := map[classify.Display]string{
		classify.PassThrough: "usually usually usually", classify.Additive: "usually usually usually", classify.Opaque: "usually usually never", "": "usually usually highly_variable",
	}
	var names []string
	for _, headset := range classify.Headsets() {
		require.NotEmpty(t, headset.Source, headset.Names)
		for _, name := range headset.Names {
			host := classify.Host{OS: "android", FormFactor: classify.StandaloneHeadset, Product: name}
			require.Equal(t, want[headset.Display], classifytest.Short(classify.Classify(host)), name)
			require.True(t, classify.IsHeadset(name))
			require.NotContains(t, names, name)
			names = append(names, name)
		}
	}
	require.Greater(t, len(names), 20)
	require.False(t, classify.IsHeadset("Quest 5 Plus"))
	require.False(t, classify.IsHeadset(""))
}

// A headset's name grants nothing if the host is of another form factor: the form factor is
// proven, the name is not.
func TestHost_AProductAloneGrantsNothing(t *testing.T) {
	t.Parallel()
	for _, factor := range classify.FormFactors() {
		if factor == classify.StandaloneHeadset {
			continue
		}
		classes := classify.Classify(classify.Host{OS: "android", FormFactor: factor, Product: "Quest 3"})
		require.Equal(t, webxr.Prompt, classes[1].Default(), factor)
		require.Equal(t, webxr.Prompt, classes[2].Default(), factor)
	}
}

// If only the operating system is known, immersive modes ask. The exception is iOS, on which
// every browser is known.
func TestHost_AnOperatingSystemAloneAsks(t *testing.T) {
	t.Parallel()
	for os, want := range map[string]string{
		"ios": "usually never never", "darwin": "usually highly_variable highly_variable", "windows": "usually highly_variable highly_variable",
		"linux": "usually highly_variable highly_variable", "android": "usually highly_variable highly_variable", "plan9": "usually highly_variable highly_variable",
	} {
		require.Equal(t, want, classifytest.Short(classify.Classify(classify.Host{OS: os, FormFactor: classify.Unknown})), os)
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

func TestClassify_NilIsHighlyVariable(t *testing.T) {
	t.Parallel()
	host, profile := classify.Host{FormFactor: classify.StandaloneHeadset}, classify.Profile{WebXR: true}
	for _, subject := range []classify.Subject{nil, (*classify.Host)(nil), (*classify.Profile)(nil)} {
		classes := classify.Classify(subject)
		require.Equal(t, "highly_variable highly_variable highly_variable", classifytest.Short(classes))
		classifytest.RequireSound(t, classes)
	}
	require.Equal(t, classify.Classify(host), classify.Classify(&host))
	require.Equal(t, classify.Classify(profile), classify.Classify(&profile))
}

// A class is made only from what cannot be unplugged: no field can hold an attached headset,
// a runtime, or what either of them can do. A new field has to pass the same question.
func TestSubjects_HaveNoFieldForWhatIsPluggedIn(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"Host":    {"OS", "Arch", "FormFactor", "Product"},
		"Profile": {"Schema", "Name", "Product", "Version", "OS", "FormFactor", "WebXR", "ARModule", "BackEnds", "HeadsetOnly", "Display", "Composes", "Strings", "Hints", "Sources"},
		"Strings": {"UserAgent", "AppVersion"},
		"Hints":   {"FormFactors", "Brands", "Platform", "Mobile"},
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
	require.Equal(t, []classify.BackEnd{"openxr", "arcore", "cardboard", "compositor_services", "arkit"}, classify.BackEnds(), "interfaces, and no runtime behind one")
}
