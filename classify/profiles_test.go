// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// profilesDir holds the profiles of real user agents.
const profilesDir = "../testdata/profiles"

// profileFiles returns the paths of the real user agents' profiles, sorted.
func profileFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(profilesDir, "*.json"))
	require.NoError(t, err)
	require.Greater(t, len(files), 20)
	return files
}

// allProfiles reads the real user agents' profiles, in the order of their files' names.
func allProfiles(t testing.TB) []classify.Profile {
	t.Helper()
	var list []classify.Profile
	for _, file := range profileFiles(t) {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		profile, err := classify.ParseProfile(file, data)
		require.NoError(t, err)
		list = append(list, profile)
	}
	return list
}

func TestAProfileIsNamedAsItsFile(t *testing.T) {
	t.Parallel()
	files := profileFiles(t)
	for i, profile := range allProfiles(t) {
		require.Equal(t, filepath.Base(files[i]), profile.Name+".json")
	}
}

func TestTheProfilesFitTheirSchema(t *testing.T) {
	t.Parallel()
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(classify.ProfileJSONSchema(), &schema))
	resolved, err := schema.Resolve(nil)
	require.NoError(t, err)
	for _, file := range profileFiles(t) {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var value any
		require.NoError(t, json.Unmarshal(data, &value))
		require.NoError(t, resolved.Validate(value), file)
	}
}

// Every fact has one source, and every source has a fact.
func TestEveryFactHasOneSource(t *testing.T) {
	t.Parallel()
	for _, profile := range allProfiles(t) {
		want := []string{
			"product", "version", "os", "form_factor", "webxr", "ar_module", "back_ends", "headset_only", "strings",
		}
		if profile.Display != "" {
			want = append(want, "display")
		}
		if len(profile.Hints.FormFactors) > 0 {
			want = append(want, "client_hints.form_factors")
		}
		if len(profile.Hints.Brands) > 0 {
			want = append(want, "client_hints.brands")
		}
		var got []string
		for _, source := range profile.Sources {
			require.NotEmpty(t, source.Source, profile.Name)
			got = append(got, source.Fields...)
		}
		slices.Sort(want)
		slices.Sort(got)
		require.Equal(t, want, got, profile.Name)
	}
}

// What navigator.appVersion is follows from navigator.userAgent, by the engine.
// https://html.spec.whatwg.org/multipage/system-state.html#dom-navigator-appversion
func TestTheAppVersionIsTheEngines(t *testing.T) {
	t.Parallel()
	for _, profile := range allProfiles(t) {
		for _, sent := range profile.Strings {
			trail, mozilla := strings.CutPrefix(sent.UserAgent, "Mozilla/")
			require.True(t, mozilla, profile.Name)
			require.Equal(t, appVersion(trail), sent.AppVersion, profile.Name)
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

// What is granted or denied by a string alone is so by every build that sends it.
func TestAStringSaysNoMoreThanItsBuilds(t *testing.T) {
	t.Parallel()
	certain := 0
	for _, profile := range allProfiles(t) {
		byBuild := classify.Classify(profile)
		for _, sent := range profile.Strings {
			for i, answer := range classify.Classify(classify.UserAgent(sent.UserAgent)) {
				if answer.Default() != webxr.Prompt {
					require.Equal(t, byBuild[i].Default(), answer.Default(), "%s: %s: %s", profile.Name, answer.Mode, answer.Rule)
					certain++
				}
			}
		}
	}
	require.Greater(t, certain, 60)
}
