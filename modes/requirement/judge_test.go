// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/requirement"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// answered returns a report in which a runtime answered everything.
func answered() *report.Report {
	return &report.Report{
		Runtimes: []report.Runtime{{
			ID: "r", Active: true, Level: report.LevelProperties, Status: report.StatusOK, Name: new("Test Runtime 'a'"), APIVersion: new("1.1"),
			Extensions: []report.Extension{{Name: "XR_A", Version: 3}},
			Systems: []report.System{
				{
					FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable,
					Graphics: &report.Graphics{MaxSwapchainImageWidth: 4096, MaxSwapchainImageHeight: 2048, MaxLayerCount: 16},
					ViewConfigurations: []report.ViewConfiguration{
						{
							Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"},
							Views: []report.View{{RecommendedImageRectWidth: 1000, RecommendedImageRectHeight: 1100}, {RecommendedImageRectWidth: 1000, RecommendedImageRectHeight: 1050}},
						},
						{Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_MONO"},
					},
					Properties: []report.Property{
						{Struct: "XrFilled", Extension: "XR_A", State: report.PropertyReported, Values: map[string]report.Value{
							"yes": {Bool: new(true)}, "count": {Number: new(uint64(7))}, "rate": {Real: new(1.5)}, "space": {Text: new("XR_X")}, "flags": {Names: []string{"XR_F"}},
						}},
						{Struct: "XrAbsent", Extension: "XR_B", State: report.PropertyNotAdvertised},
						{Struct: "XrUntouched", Extension: "XR_A", State: report.PropertyUntouched},
						{Struct: "XrFailed", Extension: "XR_A", State: report.PropertyFailed, Because: new("it crashed")},
					},
				},
				{FormFactor: "XR_FORM_FACTOR_HANDHELD_DISPLAY", Status: report.SystemUnsupported},
				{FormFactor: "XR_FORM_FACTOR_LATER", Status: report.SystemUnavailable},
				{FormFactor: "XR_FORM_FACTOR_BROKEN", Status: report.SystemFailed},
			},
		}},
		Modes: []report.Mode{
			{Mode: webxr.Inline, Support: report.Supported, Reasons: []report.Reason{{Text: "always"}}},
			{Mode: webxr.ImmersiveVR, Support: report.Supported, Reasons: []report.Reason{{Text: "it offers OPAQUE"}}, Features: []report.Feature{
				{Name: webxr.FeatureLocal, Support: report.VerdictYes, Because: "it has LOCAL"}, {Name: webxr.FeatureHandTracking, Support: report.VerdictNo, Because: "no hands"},
				{Name: webxr.FeatureLocalFloor, Support: report.VerdictUnverified, Because: "STAGE is needed"}, {Name: webxr.FeatureLayers, Support: report.VerdictUnknown, Because: "not asked"},
			}},
			{Mode: webxr.ImmersiveAR, Support: report.Unsupported, Reasons: []report.Reason{{Text: "one"}, {Text: "two"}}},
		},
	}
}

// judged returns the judgement of one requirement.
func judged(t testing.TB, r *report.Report, text string) requirement.Judgement {
	t.Helper()
	f, err := requirement.Parse("f.json", []byte(withOne(text)))
	require.NoError(t, err, text)
	answer := requirement.Judge(r, f)
	require.Len(t, answer.Requirements, 1)
	require.Equal(t, answer.Requirements[0].Verdict, answer.Verdict)
	return answer.Requirements[0]
}

const stereo = "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO"

func TestJudge_AnAnsweringRuntime(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"extension": "XR_A"}`:                                                                                               "satisfied: the runtime lists XR_A",
		`{"extension": "XR_A", "version": 3}`:                                                                                 "satisfied: the runtime lists XR_A of version 3",
		`{"extension": "XR_A", "version": 4}`:                                                                                 "not_satisfied: the runtime lists XR_A of version 3",
		`{"extension": "XR_B"}`:                                                                                               "not_satisfied: the runtime does not list XR_B",
		`{"mode": "immersive-vr"}`:                                                                                            "satisfied: it offers OPAQUE",
		`{"mode": "immersive-ar"}`:                                                                                            "not_satisfied: one; two",
		`{"feature": "local", "mode": "immersive-vr"}`:                                                                        "satisfied: it has LOCAL",
		`{"feature": "hand-tracking", "mode": "immersive-vr"}`:                                                                "not_satisfied: no hands",
		`{"feature": "local-floor", "mode": "immersive-vr"}`:                                                                  "unknown: only a session could show it: STAGE is needed",
		`{"feature": "layers", "mode": "immersive-vr"}`:                                                                       "unknown: not asked",
		`{"feature": "anchors", "mode": "immersive-ar"}`:                                                                      "not_satisfied: immersive-ar: one; two",
		`{"feature": "dom-overlay", "mode": "inline"}`:                                                                        "not_satisfied: no session of inline has the feature dom-overlay",
		`{"feature": "viewer", "mode": "immersive-vr"}`:                                                                       "unknown: the report does not say",
		`{"property": "XrFilled", "member": "yes", "is": true}`:                                                               "satisfied: XrFilled.yes is true",
		`{"property": "XrFilled", "member": "yes", "is": false}`:                                                              "not_satisfied: XrFilled.yes is true",
		`{"property": "XrFilled", "member": "yes", "is": "true"}`:                                                             "unknown: XrFilled.yes is true, which is no name",
		`{"property": "XrFilled", "member": "yes", "is": 1}`:                                                                  "unknown: XrFilled.yes is true, which is no number",
		`{"property": "XrFilled", "member": "yes", "includes": "true"}`:                                                       "unknown: XrFilled.yes is true, which is no list",
		`{"property": "XrFilled", "member": "count", "is": true}`:                                                             "unknown: XrFilled.count is 7, which is no truth value",
		`{"property": "XrFilled", "member": "count", "is": 8}`:                                                                "not_satisfied: XrFilled.count is 7",
		`{"property": "XrFilled", "member": "count", "is": 7}`:                                                                "satisfied: XrFilled.count is 7",
		`{"property": "XrFilled", "member": "count", "at_least": 7}`:                                                          "satisfied: XrFilled.count is 7",
		`{"property": "XrFilled", "member": "count", "at_least": 7.5}`:                                                        "not_satisfied: XrFilled.count is 7",
		`{"property": "XrFilled", "member": "rate", "at_least": 1.5}`:                                                         "satisfied: XrFilled.rate is 1.5",
		`{"property": "XrFilled", "member": "space", "is": "XR_X"}`:                                                           "satisfied: XrFilled.space is XR_X",
		`{"property": "XrFilled", "member": "space", "at_least": 1}`:                                                          "unknown: XrFilled.space is XR_X, which is no number",
		`{"property": "XrFilled", "member": "flags", "includes": "XR_F"}`:                                                     `satisfied: XrFilled.flags is ["XR_F"]`,
		`{"property": "XrFilled", "member": "flags", "includes": "XR_G"}`:                                                     `not_satisfied: XrFilled.flags is ["XR_F"]`,
		`{"property": "XrFilled", "member": "none", "is": 1}`:                                                                 "unknown: XrFilled has no member none in the report",
		`{"property": "XrSystemHandTrackingPropertiesEXT", "member": "supportsHandTracking", "is": true}`:                     "not_satisfied: the runtime does not list XR_EXT_hand_tracking",
		`{"property": "XrAbsent", "member": "m", "is": 1}`:                                                                    "not_satisfied: the runtime does not list XR_B",
		`{"property": "XrUntouched", "member": "m", "is": 1}`:                                                                 "unknown: the runtime reported success, and left XrUntouched as it was",
		`{"property": "XrFailed", "member": "m", "is": 1}`:                                                                    "unknown: it crashed",
		`{"property": "XrOther", "member": "m", "is": 1}`:                                                                     "unknown: nobody asked for XrOther",
		`{"blend_mode": "XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}`:                                                                  "satisfied: " + stereo + " offers XR_ENVIRONMENT_BLEND_MODE_OPAQUE",
		`{"blend_mode": "XR_ENVIRONMENT_BLEND_MODE_ADDITIVE"}`:                                                                "not_satisfied: " + stereo + " offers XR_ENVIRONMENT_BLEND_MODE_OPAQUE",
		`{"blend_mode": "XR_ENVIRONMENT_BLEND_MODE_OPAQUE", "view_configuration": "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_MONO"}`: "unknown: the report does not say",
		`{"blend_mode": "XR_ENVIRONMENT_BLEND_MODE_OPAQUE", "view_configuration": "XR_VIEW_CONFIGURATION_TYPE_X"}`:            "not_satisfied: the system does not list XR_VIEW_CONFIGURATION_TYPE_X",
		`{"view_size": {"width": 1000, "height": 1050}}`:                                                                      "satisfied: the runtime recommends 1000×1050 pixels",
		`{"view_size": {"width": 1000, "height": 1100}}`:                                                                      "not_satisfied: the runtime recommends 1000×1050 pixels",
		`{"swapchain_size": {"width": 4096}}`:                                                                                 "satisfied: swapchain images have at most 4096×2048 pixels",
		`{"swapchain_size": {"width": 4096, "height": 4096}}`:                                                                 "not_satisfied: swapchain images have at most 4096×2048 pixels",
		`{"layer_count": 16}`:                                                                                                 "satisfied: a frame has at most 16 composition layers",
		`{"layer_count": 17}`:                                                                                                 "not_satisfied: a frame has at most 16 composition layers",
		`{"api_version": "1.0"}`:                                                                                              "satisfied: the runtime creates instances",
		`{"api_version": "1.1.0"}`:                                                                                            "satisfied: the runtime creates instances of OpenXR 1.1",
		`{"api_version": "1.2"}`:                                                                                              "unknown: the runtime creates instances of OpenXR 1.1, and was not asked for a later version",
		`{"api_version": "1.1.99"}`:                                                                                           "satisfied: the runtime creates instances of OpenXR 1.1",
		`{"runtime_name": "test runtime"}`:                                                                                    `satisfied: the runtime is called "Test Runtime 'a'"`,
		`{"runtime_name": "SteamVR"}`:                                                                                         `not_satisfied: the runtime is called "Test Runtime 'a'"`,
		`{"view_configuration": "` + stereo + `"}`:                                                                            "satisfied: the system lists " + stereo,
		`{"form_factor": "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"}`:                                                              "satisfied: the runtime has a system for XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY",
		`{"form_factor": "XR_FORM_FACTOR_HANDHELD_DISPLAY"}`:                                                                  "not_satisfied: the runtime does not support XR_FORM_FACTOR_HANDHELD_DISPLAY",
		`{"form_factor": "XR_FORM_FACTOR_LATER"}`:                                                                             "not_satisfied: the runtime knows XR_FORM_FACTOR_LATER, but no such device is connected",
		`{"form_factor": "XR_FORM_FACTOR_BROKEN"}`:                                                                            "unknown: xrGetSystem failed for XR_FORM_FACTOR_BROKEN",
		`{"form_factor": "XR_FORM_FACTOR_UNASKED"}`:                                                                           "unknown: the runtime was not asked for XR_FORM_FACTOR_UNASKED",
		`{"layer_count": 1, "form_factor": "XR_FORM_FACTOR_LATER"}`:                                                           "not_satisfied: the runtime knows XR_FORM_FACTOR_LATER, but no such device is connected",
		`{"any": [{"extension": "XR_B"}, {"extension": "XR_A"}]}`:                                                             "satisfied: the runtime lists XR_A",
		`{"any": [{"extension": "XR_B"}, {"extension": "XR_C"}]}`:                                                             "not_satisfied: the runtime does not list XR_B; the runtime does not list XR_C",
		`{"any": [{"extension": "XR_B"}, {"feature": "layers", "mode": "immersive-vr"}]}`:                                     "unknown: not asked",
		`{"all": [{"extension": "XR_A"}, {"extension": "XR_A"}]}`:                                                             "satisfied: the runtime lists XR_A",
		`{"all": [{"extension": "XR_A"}, {"extension": "XR_B"}]}`:                                                             "not_satisfied: the runtime does not list XR_B",
		`{"all": [{"extension": "XR_A"}, {"feature": "layers", "mode": "immersive-vr"}]}`:                                     "unknown: not asked",
	} {
		j := judged(t, answered(), text)
		require.Equal(t, want, string(j.Verdict)+": "+j.Because, text)
		require.Equal(t, "f.json", *j.File)
		require.Equal(t, "requirements[0]", *j.Path)
	}
}

// What was not asked, or did not answer, is unknown with its cause. Without a runtime nothing of a runtime is satisfied.
func TestJudge_WhatIsNotKnown(t *testing.T) {
	t.Parallel()
	failed := func() *report.Report {
		r := answered()
		runtime := &r.Runtimes[0]
		runtime.Systems, runtime.APIVersion, runtime.Name = nil, nil, nil
		runtime.Status, runtime.Cause = report.StatusFailed, &report.Cause{Level: report.LevelInstance, Text: "no service"}
		return r
	}
	lower := func(level report.Level) *report.Report {
		r := answered()
		r.Runtimes[0].Level = level
		r.Runtimes[0].Extensions, r.Runtimes[0].APIVersion, r.Runtimes[0].Systems = nil, nil, nil
		return r
	}
	system := answered()
	system.Runtimes[0].Level = report.LevelSystem
	system.Runtimes[0].Systems[0] = report.System{FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable}
	strange := answered()
	strange.Modes[1].Support = "perhaps"
	unplugged := answered()
	unplugged.Modes[1].Support = report.Unavailable
	older := answered()
	older.Runtimes[0].APIVersion = new("1.0")
	const binary = `unknown: the runtime was asked up to the level "binary" only`
	for name, row := range map[string]struct {
		report *report.Report
		want   map[string]string
	}{
		"no runtime": {&report.Report{Runtimes: []report.Runtime{}}, map[string]string{
			`{"extension": "XR_A"}`:  "not_satisfied: no OpenXR runtime is active on this machine",
			`{"api_version": "1.0"}`: "not_satisfied: no OpenXR runtime is active on this machine",
			`{"layer_count": 1}`:     "not_satisfied: no OpenXR runtime is active on this machine",
			`{"runtime_name": "x"}`:  "not_satisfied: no OpenXR runtime is active on this machine",
			`{"mode": "inline"}`:     "unknown: the report does not say",
		}},
		"not known which": {&report.Report{}, map[string]string{
			`{"extension": "XR_A"}`: "unknown: the machine's active runtime could not be determined",
			`{"layer_count": 1}`:    "unknown: the machine's active runtime could not be determined",
		}},
		"a failure": {failed(), map[string]string{
			`{"extension": "XR_A"}`:  "satisfied: the runtime lists XR_A",
			`{"api_version": "1.0"}`: "unknown: the runtime could not be asked: no service",
			`{"runtime_name": "x"}`:  "unknown: the runtime could not be asked: no service",
			`{"layer_count": 1}`:     "unknown: the runtime could not be asked: no service",
		}},
		"OpenXR 1.0": {older, map[string]string{
			`{"api_version": "1.0.99"}`: "satisfied: the runtime creates instances",
			`{"api_version": "1.1"}`:    "not_satisfied: the runtime creates instances of OpenXR 1.0, and of no later version",
			`{"api_version": "1.2"}`:    "not_satisfied: the runtime creates instances of OpenXR 1.0, and of no later version",
		}},
		"a word that is not known": {strange, map[string]string{
			`{"mode": "immersive-vr"}`: "unknown: it offers OPAQUE",
		}},
		"no headset is there now": {unplugged, map[string]string{
			`{"mode": "immersive-vr"}`: "not_satisfied: it offers OPAQUE",
		}},
		"files only": {lower(report.LevelBinary), map[string]string{
			`{"extension": "XR_A"}`:    binary,
			`{"api_version": "1.0"}`:   binary,
			`{"layer_count": 1}`:       binary,
			`{"runtime_name": "test"}`: `satisfied: the manifest calls the runtime "Test Runtime 'a'"`,
			`{"runtime_name": "x"}`:    `unknown: the manifest calls the runtime "Test Runtime 'a'", and its own name is not known: the runtime was asked up to the level "binary" only`,
			`{"any": [{"extension": "XR_A"}, {"api_version": "1.0"}]}`: binary,
		}},
		"the system only": {system, map[string]string{
			`{"layer_count": 1}`:                                    `unknown: the runtime was asked up to the level "system" only`,
			`{"view_size": {"width": 1}}`:                           `unknown: the runtime was asked up to the level "system" only`,
			`{"property": "XrFilled", "member": "yes", "is": true}`: `unknown: the runtime was asked up to the level "system" only`,
		}},
	} {
		for text, want := range row.want {
			j := judged(t, row.report, text)
			require.Equal(t, want, string(j.Verdict)+": "+j.Because, "%s: %s", name, text)
		}
	}
}

// What a data sheet does not know is unknown, though the simulated runtime answers something.
func TestJudge_WhatASheetDoesNotSay(t *testing.T) {
	t.Parallel()
	r := answered()
	r.Simulation = &report.Simulation{Assumed: []string{
		"runtimes[0].api_version", "runtimes[0].extensions[].version", "runtimes[0].name", "runtimes[0].systems[0].graphics",
		"runtimes[0].systems[0].view_configurations[0].views", "runtimes[0].systems[0].view_configurations[0].blend_modes", "runtimes[0].systems[0].properties[0].state",
	}}
	const silent = "unknown: the data sheet does not say"
	for text, want := range map[string]string{
		`{"api_version": "1.0"}`:                                "satisfied: the runtime creates instances",
		`{"api_version": "1.1"}`:                                silent,
		`{"extension": "XR_A"}`:                                 "satisfied: the runtime lists XR_A",
		`{"extension": "XR_A", "version": 2}`:                   "unknown: the data sheet does not say which version of XR_A it is",
		`{"extension": "XR_B"}`:                                 "not_satisfied: the runtime does not list XR_B",
		`{"runtime_name": "test"}`:                              silent,
		`{"layer_count": 1}`:                                    silent,
		`{"swapchain_size": {"width": 1}}`:                      silent,
		`{"view_size": {"width": 1}}`:                           silent,
		`{"blend_mode": "XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}`:    silent,
		`{"property": "XrFilled", "member": "yes", "is": true}`: silent,
	} {
		j := judged(t, r, text)
		require.Equal(t, want, string(j.Verdict)+": "+j.Because, text)
	}
}

func TestJudge_SeveralFilesAndModes(t *testing.T) {
	t.Parallel()
	parsed := func(name, text string) requirement.File {
		f, err := requirement.Parse(name, []byte(withOne(text)))
		require.NoError(t, err)
		return f
	}
	answer := requirement.Judge(answered(),
		parsed("a.json", `{"extension": "XR_A", "purpose": "hands"}, {"any": [{"extension": "XR_B"}, {"mode": "inline"}]}`),
		parsed("b.json", `{"feature": "layers", "mode": "immersive-vr"}`), requirement.OfModes(webxr.ImmersiveVR))
	require.Equal(t, requirement.Unknown, answer.Verdict)
	require.Equal(t, "r", *answer.Runtime)
	var got []string
	for _, j := range answer.Requirements {
		file := "-"
		if j.File != nil {
			file = *j.File + " " + *j.Path
		}
		got = append(got, fmt.Sprintf("%s: %s: %s", file, j.Requirement, j.Verdict))
	}
	require.Equal(t, []string{
		"a.json requirements[0]: XR_A: satisfied", "a.json requirements[1]: one of: XR_B; mode inline: satisfied",
		"b.json requirements[0]: feature layers in immersive-vr: unknown", "-: mode immersive-vr: satisfied",
	}, got)
	require.Equal(t, "hands", *answer.Requirements[0].Purpose)
	require.Equal(t, "requirements[1].any[1]", *answer.Requirements[1].Parts[1].Path)
	require.Equal(t, requirement.NotSatisfied, answer.Requirements[1].Parts[0].Verdict)

	written, err := json.Marshal(answer)
	require.NoError(t, err)
	var value any
	require.NoError(t, json.Unmarshal(written, &value))
	require.NoError(t, resolved(t, requirement.AnswerJSONSchema()).Validate(value))
	require.Equal(t, requirement.Satisfied, requirement.Judge(answered()).Verdict, "nothing is required")
}

// rank orders verdicts: not satisfied, unknown, satisfied.
func rank(v requirement.Verdict) int {
	return map[requirement.Verdict]int{requirement.NotSatisfied: 0, requirement.Unknown: 1, requirement.Satisfied: 2}[v]
}

// drawn draws a requirement of depth 3 at most, whose verdict it returns by the rule: any is the best of its parts, all the
// worst.
func drawn(t *rapid.T, depth int) (requirement.Requirement, int) {
	word := rapid.SampledFrom([]string{"yes", "no", "unknown", "any", "all"}).Draw(t, "word")
	switch {
	case word == "yes" || depth == 0:
		return requirement.Requirement{Extension: "XR_A"}, 2
	case word == "no":
		return requirement.Requirement{Extension: "XR_B"}, 0
	case word == "unknown":
		return requirement.Requirement{Feature: webxr.FeatureLayers, Mode: webxr.ImmersiveVR}, 1
	}
	var parts []requirement.Requirement
	best, worst := 0, 2
	for range rapid.IntRange(1, 4).Draw(t, "parts") {
		part, r := drawn(t, depth-1)
		parts = append(parts, part)
		best, worst = max(best, r), min(worst, r)
	}
	if word == "any" {
		return requirement.Requirement{Any: parts}, best
	}
	return requirement.Requirement{All: parts}, worst
}

func TestJudge_AnyIsTheBestAndAllTheWorst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var f requirement.File
		want := 2
		for range rapid.IntRange(1, 4).Draw(t, "requirements") {
			r, rank := drawn(t, 3)
			f.Requirements, want = append(f.Requirements, r), min(want, rank)
		}
		answer := requirement.Judge(answered(), f)
		require.Equal(t, want, rank(answer.Verdict), f)
		for _, j := range answer.Requirements {
			require.NotEmpty(t, j.Because)
		}
	})
}
