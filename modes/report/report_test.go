// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

func resolved(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(report.Schema(), &schema))
	checked, err := schema.Resolve(nil)
	require.NoError(t, err)
	return checked
}

// full returns a report with something in every list and behind every pointer.
func full() *report.Report {
	level := report.LevelInstance
	mode := report.Mode{
		Mode: webxr.ImmersiveVR, Support: report.Supported, Runtime: new("monado"), System: new("HMD"), BlendMode: new(webxr.BlendOpaque),
		Reasons:  []report.Reason{{Code: "blend_mode", Text: "OPAQUE <only>"}},
		Features: []report.Feature{{Name: webxr.FeatureViewer, Support: report.VerdictYes, Because: "always"}},
	}
	return &report.Report{
		Schema: report.SchemaName, Tool: report.Tool{Name: "xrprobe", Version: "1"},
		Host: report.Host{Label: new("bench"), OS: new("linux"), Arch: new("amd64"), Product: new("desk"), FormFactor: report.FormFactorDesktop, Evidence: []string{"type 3"}, Platform: &report.HostFacts{
			OperatingSystem: report.OperatingSystem{Name: new("n"), ID: new("debian"), Version: new("13"), Build: new("b"), Kernel: new("6.12"), Layer: new("wine"), Because: []string{"b"}},
			GPUs:            report.GPUs{List: []report.GPU{{Address: "0000:01:00.0", VendorID: new("10de"), DeviceID: new("2206"), Vendor: new("NVIDIA"), Name: new("n"), Driver: new("nvidia"), DriverVersion: new("1"), Because: new("b")}}, Because: new("b")},
			DisplayServer:   report.DisplayServer{Kind: report.DisplayServerX11, Wayland: report.DisplaySocketNotSet, X11: report.DisplaySocketFound, SessionType: new("x11"), Desktop: new("GNOME")},
			VirtualMachine:  report.Virtualization{Is: report.VerdictYes, Kind: new("kvm"), Evidence: []string{"e"}}, Container: report.Virtualization{Is: report.VerdictNo, Evidence: []string{}},
		}},
		Simulation:  &report.Simulation{Sheet: "quest-3", Title: "Meta Quest 3", Assumed: []string{"runtime.version"}},
		Environment: []report.Variable{{Name: "HOME", State: "set", Value: new("/root"), Purpose: "home"}},
		Resolution:  &report.Resolution{Steps: []report.Step{{Path: new("/etc"), State: "found", Note: new("x")}}, Chosen: new("/etc")},
		Runtimes: []report.Runtime{{
			Manifests: []string{"a.json"}, Library: new("lib.so"), Owner: new("user"), Arch: new("x86_64"), Level: report.LevelProperties, Reached: &level, Status: report.StatusCrashed,
			Cause: &report.Cause{Level: level, Result: new("XR_ERROR_RUNTIME_FAILURE"), Call: new("xrGetSystem"), Signal: new("SIGSEGV"), ExitCode: new(3), Fix: new("update")},
			Name:  new("n"), Version: new("1.0.0"), APIVersion: new("1.1"), Extensions: []report.Extension{{Name: "XR_X", Version: 1}},
			EnabledExtensions: []string{"XR_X"},
			Systems: []report.System{{
				Status: report.SystemAvailable, Result: new("r"), Name: new("n"), VendorID: new(uint32(42)),
				Graphics: &report.Graphics{}, Tracking: &report.Tracking{},
				ViewConfigurations: []report.ViewConfiguration{{FovMutable: new(true), Views: []report.View{{}}, BlendModes: []string{"o"}, Properties: []report.ViewProperty{
					{Struct: "XrViewThings", Extension: "XR_X", State: report.PropertyReported, Views: []map[string]report.Value{{"farZ": {Text: new("Infinity")}, "nearZ": {Real: new(2.0)}, "left": {Real: new(-1e-9)}}}},
					{Struct: "XrViewWords", Extension: "XR_X", State: report.PropertyFailed, Because: new("b")},
				}}},
				Properties: []report.Property{{
					Struct: "XrSystemThings", Extension: "XR_X", State: report.PropertyReported,
					Values: map[string]report.Value{
						"supportsThings": {Bool: new(false)}, "maxThings": {Number: new(uint64(1) << 63)},
						"thing": {Text: new("XR_THING_ONE")}, "things": {Names: []string{}},
					},
				}, {Struct: "XrSystemWords", Extension: "XR_X", State: report.PropertyFailed, Because: new("b")}},
				Queries: []report.Query{
					{Command: "xrGetThings", Extension: "XR_X", State: report.QueryAnswered, Values: map[string]report.Value{"list": {Names: []string{"a"}}}},
					{Command: "xrGetWords", Extension: "XR_X", State: report.QueryNotAsked, Because: new("b")},
				},
				SpatialCapabilities: []string{"XR_SPATIAL_CAPABILITY_ANCHOR_EXT"},
				Session: &report.Session{
					Kind: report.SessionOpenGL, Cause: &report.Cause{Level: report.LevelSession}, States: []string{"XR_SESSION_STATE_IDLE"},
					ReferenceSpaces:  []report.ReferenceSpace{{Type: "s", Creatable: report.VerdictYes, Bounds: &report.Bounds{Width: 2.5, Depth: 4}, Because: new("b")}},
					SwapchainFormats: []report.Format{{Value: 32856, Name: new("GL_RGBA8")}}, RefreshRates: []float32{90}, RefreshRate: new(float32(89.9)),
					ColorSpaces: []string{"c"}, VisibilityMasks: []report.VisibilityMask{{Vertices: 4, Indices: 6}},
					Trackers: []report.Tracker{{Name: report.TrackerEyes, Creatable: report.VerdictUnknown}}, Unknown: []report.Gap{{Part: "states", Result: new("r")}},
				},
				Modes: []report.Mode{mode},
			}},
			DurationMS: new(1.5), Timing: &report.Timing{ChildStartMS: new(1.0), RuntimeMS: new(2.0)}, Log: new("words"),
			SideEffects: []report.SideEffect{{
				Kind: report.EffectProcess, Change: report.ChangeStarted, Level: level, Name: "server", PID: new(7), State: new(report.ProcessRunning),
			}},
		}},
		Layers: []report.Layer{{Name: new("L"), Type: report.LayerImplicit, Library: new("l.so"), Arch: new("x86_64"), APIVersion: new("1.0"), ImplementationVersion: new(uint32(1)),
			Extensions: []report.LayerExtension{{Name: "XR_X", Version: 1}}}},
		Program: &report.Program{LoaderVersion: "1.1.61", Loader: new("/l"), Arch: new("x86_64"), Place: "here", Runtime: new("r"), Layers: []string{"L"}, Result: new("XR_SUCCESS"), Because: new("b"), Fix: new("f"), Stopped: report.StoppedYes,
			Extensions: []report.ProgramExtension{{Name: "XR_X", Version: 1, From: "L"}}},
		Programs: []report.OtherProgram{{LoaderVersion: "1.0.20", Until: new("1.0.29"), Loader: new("/l"), Arch: new("i686"), Place: "here", Runtime: new("/m.json"),
			Result: new("XR_ERROR_RUNTIME_UNAVAILABLE"), Because: new("b")}},
		Hardware: []report.Device{{Bus: report.BusDisplay, Kind: report.KindHeadset, Name: new("n"), Vendor: new("v"), Product: new("p"), Parent: new("3-1"), Source: new("s"),
			Display:  &report.DeviceDisplay{Connected: new(true), Enabled: new(false), Declares: new(true), NonDesktop: new(true), LargestMode: &report.DisplayMode{Width: 2880, Height: 1600}},
			Identity: &report.Identity{Serial: new("1"), Address: new("a"), Container: new("c")}}},
		Android: &report.Android{Asked: true, Because: new("b"), Devices: []report.AndroidDevice{{Number: 1, Connection: "usb", Place: new("2-3"), State: "device", Because: []string{}, Manufacturer: new("Oculus"), Model: new("Quest 3"),
			Build: new("b"), Release: new("14"), Headset: report.VerdictYes, Runtime: report.AndroidRuntime{State: "found", Because: new("b"), Authority: new("a"), Package: new("p"), Library: new("l")}, Identity: &report.Identity{Serial: new("1")}}}},
		Browsers: []report.Browser{{Name: "Chromium", Engine: report.EngineChromium, Version: new("157.0.8088.0"), Place: new("snap:chromium"), Binary: new("b"), Manifest: new("m"), Fix: new("f"),
			Compiled: browserAnswer(report.VerdictYes), Enabled: browserAnswer(report.VerdictNo), Search: browserAnswer(report.VerdictUnknown), Files: browserAnswer(report.VerdictYes),
			Socket: browserAnswer(report.VerdictYes), SystemCalls: browserAnswer(report.VerdictYes), Navigator: browserAnswer(report.VerdictYes),
			Modes: []report.BrowserMode{{Mode: "inline", Supported: report.VerdictYes}}, Notes: []report.BrowserNote{{Text: "t"}}}},
		Buses: []report.Bus{{Bus: report.BusUSB, State: report.BusUnreadable, Because: new("b")}},
		Headsets: []report.Headset{{Name: new("n"), Vendor: new("v"), Kind: report.KindHeadset, Confidence: report.ConfidenceCertain, Conflicts: []string{},
			Refs: []report.DeviceRef{{What: report.BusSystem, ID: "monado", Place: "f"}}, Reported: report.ReportedNo, Because: new("b")}},
		Modes:          []report.Mode{mode},
		Classification: []report.Classification{{Mode: webxr.Inline, Class: "usually", Default: "granted", Ambiguous: &report.Ambiguity{Candidates: []string{"never"}}}},
		Problems:       []report.Problem{{Severity: report.SeverityError, Fix: new("f")}},
		Monitors: &report.Monitors{Because: new("b"), List: []report.Monitor{{
			Name: "DP-1", ID: new("HVRAA01"), Width: 2160, Height: 1200, RefreshRate: new(90), WidthMM: new(122), HeightMM: new(68), Headset: new("HTC Vive"),
		}}},
	}
}

func browserAnswer(answer report.Verdict) report.BrowserAnswer {
	return report.BrowserAnswer{Answer: answer, Because: "b", Source: new("s")}
}

func written(t *testing.T, r *report.Report) any {
	t.Helper()
	var text bytes.Buffer
	require.NoError(t, r.Write(&text))
	var value any
	require.NoError(t, json.Unmarshal(text.Bytes(), &value))
	return value
}

func TestReport_IsValid(t *testing.T) {
	t.Parallel()
	schema := resolved(t)
	require.NoError(t, schema.Validate(written(t, full())))
	nothing := &report.Report{Schema: report.SchemaName, Host: report.Host{FormFactor: report.FormFactorUnknown, Evidence: []string{}}, Problems: []report.Problem{}}
	require.NoError(t, schema.Validate(written(t, nothing)))
}

func TestSchema_Refuses(t *testing.T) {
	t.Parallel()
	schema := resolved(t)
	spoilt := map[string]func(*report.Report){
		"another version":       func(r *report.Report) { r.Schema = "xrprobe.report/2" },
		"a new status":          func(r *report.Report) { r.Runtimes[0].Status = "sulking" },
		"a new state":           func(r *report.Report) { r.Runtimes[0].Systems[0].Properties[0].State = "maybe" },
		"a new level":           func(r *report.Report) { r.Runtimes[0].Level = "roof" },
		"no reasons":            func(r *report.Report) { r.Modes[0].Reasons = []report.Reason{} },
		"a new class":           func(r *report.Report) { r.Classification[0].Class = "often" },
		"a new form factor":     func(r *report.Report) { r.Host.FormFactor = "toaster" },
		"a new blend mode":      func(r *report.Report) { r.Modes[0].BlendMode = new(webxr.BlendMode("screen")) },
		"a new effect":          func(r *report.Report) { r.Runtimes[0].SideEffects[0].Kind = "mood" },
		"a new end":             func(r *report.Report) { r.Runtimes[0].SideEffects[0].State = new(report.ProcessState("asleep")) },
		"a monitor of no size":  func(r *report.Report) { r.Monitors.List[0].WidthMM = new(0) },
		"null problems":         func(r *report.Report) { r.Problems = nil },
		"a new kind of session": func(r *report.Report) { r.Runtimes[0].Systems[0].Session.Kind = "paper" },
		"half an answer": func(r *report.Report) {
			r.Runtimes[0].Systems[0].Session.Trackers[0].Creatable = report.VerdictUnverified
		},
	}
	for name, spoil := range spoilt {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := full()
			spoil(r)
			require.Error(t, schema.Validate(written(t, r)))
		})
	}
}

// The schema names and requires every key of every type: a key is never missing.
func TestSchema_NamesEveryKey(t *testing.T) {
	t.Parallel()
	var schema map[string]any
	require.NoError(t, json.Unmarshal(report.Schema(), &schema))
	compare(t, "report", schema, schema, reflect.TypeFor[report.Report]())
}

func compare(t *testing.T, at string, root, node map[string]any, typ reflect.Type) {
	t.Helper()
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	node = followed(root, node)
	if typ.Kind() == reflect.Slice {
		compare(t, at+"[]", root, node["items"].(map[string]any), typ.Elem())
		return
	}
	if typ.Kind() != reflect.Struct || typ.PkgPath() == "time" {
		return
	}
	properties := node["properties"].(map[string]any)
	var keys []string
	for field := range fields(typ) {
		key := field.Tag.Get("json")
		keys = append(keys, key)
		require.Contains(t, properties, key, at)
		compare(t, at+"."+key, root, properties[key].(map[string]any), field.Type)
	}
	slices.Sort(keys)
	require.Equal(t, keys, slices.Sorted(maps.Keys(properties)), at)
	required := []string{}
	for _, key := range node["required"].([]any) {
		required = append(required, key.(string))
	}
	slices.Sort(required)
	require.Equal(t, keys, required, at)
}

func fields(typ reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range typ.NumField() {
			if !yield(typ.Field(i)) {
				return
			}
		}
	}
}

// followed follows a reference, and takes the first of "this or null".
func followed(root, node map[string]any) map[string]any {
	if choices, ok := node["anyOf"].([]any); ok {
		node = choices[0].(map[string]any)
	}
	if reference, ok := node["$ref"].(string); ok {
		name := strings.TrimPrefix(reference, "#/$defs/")
		return root["$defs"].(map[string]any)[name].(map[string]any)
	}
	return node
}

func TestReport_ReadsBackAsWritten(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	require.NoError(t, full().Write(&text))
	var back report.Report
	require.NoError(t, json.Unmarshal(text.Bytes(), &back))
	require.Equal(t, full(), &back)
	require.True(t, strings.HasSuffix(text.String(), "}\n"))
	require.Contains(t, text.String(), `"text": "OPAQUE <only>"`, "no HTML escapes: people read it too")
}

func TestReport_Active(t *testing.T) {
	t.Parallel()
	r := &report.Report{Runtimes: []report.Runtime{{ID: "a"}, {ID: "b", Active: true}}}
	require.Equal(t, "b", r.Active().ID)
	require.Nil(t, (&report.Report{Runtimes: []report.Runtime{{ID: "a"}}}).Active())
}

func TestReport_AssumesWhatIsInAnAssumedValue(t *testing.T) {
	t.Parallel()
	r := &report.Report{Simulation: &report.Simulation{Assumed: []string{"runtimes[0].systems[1].views", "runtimes[0].extensions[].version"}}}
	for path, want := range map[string]bool{
		"runtimes[0].systems[1].views":          true,
		"runtimes[0].systems[1].views[0].width": true,
		"runtimes[0].systems[1].views2":         false,
		"runtimes[0].systems[1]":                false,
		"runtimes[0].systems[0].views":          false,
		"runtimes[0].extensions[17].version":    true,
		"runtimes[0].extensions[17].name":       false,
		"runtimes[0].extensions":                false,
		"runtimes[0].extensions[17":             false,
		"":                                      false,
	} {
		require.Equal(t, want, r.Assumes(path), path)
		require.False(t, (&report.Report{}).Assumes(path), path)
	}
}

func TestLevel_ParsesAndCompares(t *testing.T) {
	t.Parallel()
	levels := report.Levels()
	for i, level := range levels {
		parsed, err := report.ParseLevel(string(level))
		require.NoError(t, err)
		require.Equal(t, level, parsed)
		for j, other := range levels {
			require.Equal(t, i >= j, level.AtLeast(other))
		}
	}
	_, err := report.ParseLevel("roof")
	require.EqualError(t, err, `"roof" is not a level: use one of manifest, binary, library, extensions, instance, system, properties, session`)
	require.False(t, report.Level("roof").AtLeast(report.LevelManifest))
}

// Any text that reads as a report can be written, and reads back as the same report.
func FuzzReport(f *testing.F) {
	var text bytes.Buffer
	require.NoError(f, full().Write(&text))
	f.Add(text.String())
	f.Add(`{}`)
	f.Add(`{"runtimes":[{"systems":[{"properties":[{"values":{"a":-1,"b":[null],"c":18446744073709551616}}]}]}]}`)
	f.Add("{\"schema\":\"\xff\"}")
	f.Add(`{"schema":"xrprobe.report/1","runtimes":[{"systems":[{"properties":[{"values":{"a":null}}]}]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		if r, err := report.Read(strings.NewReader(text)); err != nil {
			require.ErrorIs(t, err, report.ErrNotReport)
		} else {
			require.Equal(t, report.SchemaName, r.Schema)
		}
		var first, second report.Report
		if json.Unmarshal([]byte(text), &first) != nil {
			return
		}
		once := line(t, &first)
		require.NoError(t, json.Unmarshal([]byte(once), &second), once)
		require.Equal(t, once, line(t, &second))
		require.True(t, utf8.ValidString(once))
		require.Equal(t, len(once)-1, strings.IndexByte(once, '\n'), "a line is a line")
	})
}

func line(t *testing.T, r *report.Report) string {
	t.Helper()
	var text bytes.Buffer
	require.NoError(t, r.WriteLine(&text))
	return text.String()
}
