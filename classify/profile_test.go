// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/internal/classifytest"
)

// built returns the profile of a desktop browser with everything, after one change.
func built(change func(*classify.Profile)) classify.Profile {
	p := classify.Profile{
		Schema: "xrprobe.profile/1", Name: "a build", Product: "A browser", Version: "1", OS: "linux", FormFactor: classify.Desktop, WebXR: true, ARModule: true,
		BackEnds: []classify.BackEnd{classify.OpenXR}, Strings: []classify.Strings{{UserAgent: "Mozilla/5.0 (A)", AppVersion: "5.0 (A)"}},
		Hints: classify.Hints{FormFactors: []string{}, Brands: []string{}},
	}
	change(&p)
	return p
}

// profileRows are builds, and the classes that are right.
var profileRows = []struct {
	name, want string
	change     func(*classify.Profile)
}{
	{"no navigator.xr", "never never never", func(p *classify.Profile) { p.WebXR = false }},
	{"no navigator.xr on headsets", "never never never", func(p *classify.Profile) { p.WebXR, p.HeadsetOnly, p.Display = false, true, "pass_through" }},
	{"no back end", "usually never never", func(p *classify.Profile) { p.BackEnds = nil }},
	{"headsets with pass-through", "usually usually usually", func(p *classify.Profile) { p.HeadsetOnly, p.Display = true, "pass_through" }},
	{"headsets that add light", "usually usually usually", func(p *classify.Profile) { p.HeadsetOnly, p.Display = true, "additive" }},
	{"headsets that hide the world", "usually usually never", func(p *classify.Profile) { p.HeadsetOnly, p.Display = true, "opaque" }},
	{"headsets without the module", "usually usually never", func(p *classify.Profile) { p.HeadsetOnly, p.Display, p.ARModule = true, "pass_through", false }},
	{"headsets of any kind", "usually usually open: ar_not_proven", func(p *classify.Profile) { p.HeadsetOnly = true }},
	{"Vision Pro", "usually usually never", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.CompositorServices} }},
	{"a phone", "usually usually open: arcore_unknown", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.Cardboard, classify.ARCore} }},
	{"a phone without ARCore", "usually usually never", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.Cardboard} }},
	{"a phone without the module", "usually usually never", func(p *classify.Profile) {
		p.BackEnds, p.ARModule = []classify.BackEnd{classify.Cardboard, classify.ARCore}, false
	}},
	{"ARCore alone", "usually never highly_variable", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.ARCore} }},
	{"ARKit alone", "usually never highly_variable", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.ARKit} }},
	{"ARKit without the module", "usually never never", func(p *classify.Profile) { p.BackEnds, p.ARModule = []classify.BackEnd{classify.ARKit}, false }},
	{"a computer", "usually highly_variable highly_variable", func(*classify.Profile) {}},
	{"a computer without the module", "usually highly_variable never", func(p *classify.Profile) { p.ARModule = false }},
	{"Android XR and phones", "usually usually open: arcore_unknown", func(p *classify.Profile) { p.BackEnds = []classify.BackEnd{classify.Cardboard, classify.OpenXR} }},
}

func TestProfile_IsClassifiedByItsFacts(t *testing.T) {
	t.Parallel()
	for _, row := range profileRows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			classes := classify.Classify(built(row.change))
			require.Equal(t, row.want, classifytest.Short(classes), classes[1].Rule)
			classifytest.RequireSound(t, classes)
		})
	}
}

func builds() []classify.Subject {
	var list []classify.Subject
	for _, row := range profileRows {
		list = append(list, built(row.change))
	}
	return list
}
