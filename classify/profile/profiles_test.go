// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package profile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/internal/classifytest"
	"github.com/xrprobe/xrprobe/classify/profile"
)

// profilesDir holds the profiles of real user agents.
const profilesDir = "../../testdata/profiles"

func TestProfiles_AreNamedLikeTheirFiles(t *testing.T) {
	t.Parallel()
	files := classifytest.ProfileFiles(t, profilesDir)
	for i, p := range classifytest.Profiles(t, profilesDir) {
		require.Equal(t, filepath.Base(files[i]), p.Name+".json")
	}
}

func TestProfiles_FitTheSchema(t *testing.T) {
	t.Parallel()
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(profile.JSONSchema(), &schema))
	resolved, err := schema.Resolve(nil)
	require.NoError(t, err)
	for _, file := range classifytest.ProfileFiles(t, profilesDir) {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var value any
		require.NoError(t, json.Unmarshal(data, &value))
		require.NoError(t, resolved.Validate(value), file)
	}
}

// Every fact has one source, and every source has a fact.
func TestProfiles_EveryFactHasOneSource(t *testing.T) {
	t.Parallel()
	for _, p := range classifytest.Profiles(t, profilesDir) {
		want := []string{
			"product", "version", "os", "form_factor", "webxr", "ar_module", "back_ends", "headset_only", "strings",
		}
		if p.Display != "" {
			want = append(want, "display")
		}
		if len(p.Composes) > 0 {
			want = append(want, "composes")
		}
		if len(p.Hints.FormFactors) > 0 {
			want = append(want, "client_hints.form_factors")
		}
		if len(p.Hints.Brands) > 0 {
			want = append(want, "client_hints.brands")
		}
		if p.Hints.Platform != "" {
			want = append(want, "client_hints.platform")
		}
		if p.Hints.Mobile != nil {
			want = append(want, "client_hints.mobile")
		}
		var got []string
		for _, source := range p.Sources {
			require.NotEmpty(t, source.Source, p.Name)
			got = append(got, source.Fields...)
		}
		slices.Sort(want)
		slices.Sort(got)
		require.Equal(t, want, got, p.Name)
	}
}

// navigator.appVersion follows from navigator.userAgent, in a way that depends on the engine.
// https://html.spec.whatwg.org/multipage/system-state.html#dom-navigator-appversion
func TestProfiles_AppVersionIsTheEngines(t *testing.T) {
	t.Parallel()
	for _, p := range classifytest.Profiles(t, profilesDir) {
		for _, sent := range p.Strings {
			trail, mozilla := strings.CutPrefix(sent.UserAgent, "Mozilla/")
			require.True(t, mozilla, p.Name)
			require.Equal(t, appVersion(trail), sent.AppVersion, p.Name)
		}
	}
}

func appVersion(trail string) string {
	first, _, _ := strings.Cut(trail, ";")
	switch {
	case !strings.Contains(trail, " Gecko/"):
		return trail
	case strings.HasPrefix(trail, "5.0 (Windows"):
		return "5.0 (Windows)"
	default:
		return first + ")"
	}
}
