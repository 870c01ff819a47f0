// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// proberFor returns a prober of a machine whose environment has only these variables.
func proberFor(t testing.TB, helper probe.Helper, environment map[string]string) probe.Prober {
	t.Helper()
	return probe.Prober{
		Helper: helper,
		Host: loader.Host{
			LookupEnv:   func(name string) (string, bool) { value, ok := environment[name]; return value, ok },
			SysConfDirs: []string{t.TempDir()},
		},
		Machine: hardware.Machine{Root: t.TempDir()},
		Now:     func() time.Time { return time.Unix(1_700_000_000, 0) },
	}
}

// probeOne probes the runtime of a manifest, and returns its part of the report and the problems.
func probeOne(t *testing.T, helper probe.Helper, manifest string, r probe.Request) (report.Runtime, []report.Problem) {
	t.Helper()
	found, err := proberFor(t, helper, map[string]string{"XR_RUNTIME_JSON": manifest}).Probe(t.Context(), r)
	require.NoError(t, err)
	require.Len(t, found.Runtimes, 1)
	return found.Runtimes[0], found.Problems
}

// honestRuntime returns what the report says of the test runtime if it does nothing hostile.
func honestRuntime(manifest, library string) report.Runtime {
	view := func(i uint32) report.View {
		return report.View{
			RecommendedImageRectWidth: 1000 + i, MaxImageRectWidth: 2000 + i,
			RecommendedImageRectHeight: 1100 + i, MaxImageRectHeight: 2200 + i,
			RecommendedSwapchainSampleCount: 1, MaxSwapchainSampleCount: 4,
		}
	}
	return report.Runtime{
		ID: "test_runtime", Active: true, Manifest: manifest, Manifests: []string{manifest}, Library: &library, Arch: new(loaderArch()), Source: "XR_RUNTIME_JSON",
		Level: report.LevelProperties, Reached: new(report.LevelProperties), Status: report.StatusOK,
		Name: new("Test runtime"), Version: new("2.5.9"), APIVersion: new("1.1"),
		Extensions:        []report.Extension{{Name: "XR_MND_headless", Version: 3}, {Name: "XR_KHR_opengl_enable", Version: 10}},
		EnabledExtensions: []string{"XR_KHR_opengl_enable"},
		SideEffects:       []report.SideEffect{},
		Systems: []report.System{
			{
				FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable,
				Name: new("Test headset"), VendorID: new(uint32(0x1209)),
				Graphics: &report.Graphics{MaxSwapchainImageWidth: 4096, MaxSwapchainImageHeight: 2048, MaxLayerCount: 16},
				Tracking: &report.Tracking{Orientation: true},
				ViewConfigurations: []report.ViewConfiguration{{
					Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", FovMutable: new(true),
					Views: []report.View{view(0), view(1)}, BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}, Properties: []report.ViewProperty{},
				}},
				Properties: []report.Property{}, Queries: openGLQueries(),
			},
			{
				FormFactor: "XR_FORM_FACTOR_HANDHELD_DISPLAY", Status: report.SystemUnsupported,
				Result: new("XR_ERROR_FORM_FACTOR_UNSUPPORTED"),
			},
		},
	}
}

func loaderArch() string {
	if strings.Contains(os.Getenv("GOARCH"), "arm64") {
		return "aarch64"
	}
	return "x86_64"
}

func TestProbe_ReportsAnHonestRuntimeCompletely(t *testing.T) {
	t.Parallel()
	library := compiled.Library(t, "strict")
	manifest := compiled.Manifest(t, library)
	for name, helper := range map[string]probe.Helper{
		"self": probe.Self(), "executable": probe.Executable(os.Args[0]), "in process": probe.InProcess(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problems := probeOne(t, helper, manifest, probe.Request{})
			want := honestRuntime(manifest, library)
			if name == "in process" {
				want.SideEffects = nil // they are recorded in a child only
			}
			require.Empty(t, cmp.Diff(want, got, ignored))
			require.Empty(t, problems)
			require.Positive(t, *got.DurationMS)
			require.Positive(t, *got.Timing.RuntimeMS)
			require.Equal(t, name != "in process", got.Timing.ChildStartMS != nil)
		})
	}
}

func TestLevels_EndAtTheRequest(t *testing.T) {
	t.Parallel()
	manifest := compiled.Runtime(t)
	for _, level := range report.Levels() {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()
			got, _ := probeOne(t, probe.Self(), manifest, probe.Request{Level: level})
			require.Equal(t, level, got.Level)
			require.Equal(t, level, *got.Reached)
			require.Equal(t, level.AtLeast(report.LevelLibrary), got.Status == report.StatusOK)
			require.Equal(t, level.AtLeast(report.LevelBinary), got.Arch != nil)
			require.Equal(t, level.AtLeast(report.LevelExtensions), got.Extensions != nil)
			require.Equal(t, level.AtLeast(report.LevelInstance), got.APIVersion != nil)
			require.Equal(t, level.AtLeast(report.LevelSystem), got.Systems != nil)
			require.Equal(t, level.AtLeast(report.LevelProperties), len(got.Systems) > 0 && got.Systems[0].Name != nil)
			require.Equal(t, level.AtLeast(report.LevelSession), len(got.Systems) > 0 && got.Systems[0].Session != nil)
		})
	}
}

// Nothing above the requested level is executed.
func TestLevels_NothingAboveTheLevelIsExecuted(t *testing.T) {
	t.Parallel()
	manifest := compiled.Runtime(t, "tells")
	lastLines := map[report.Level]string{
		report.LevelLibrary:    "at negotiate",
		report.LevelExtensions: "at enumerate",
		report.LevelInstance:   "at create",
		report.LevelSystem:     "at system",
		report.LevelProperties: "at blend-modes",
	}
	for level, last := range lastLines {
		got, _ := probeOne(t, probe.Self(), manifest, probe.Request{Level: level})
		require.True(t, strings.HasSuffix(*got.Log, last), *got.Log)
	}
	got, _ := probeOne(t, probe.Self(), manifest, probe.Request{Level: report.LevelBinary})
	require.Nil(t, got.Log)
}

// A process that was started as a child starts no children.
func TestChild_StartsNoChildren(t *testing.T) {
	manifest := compiled.Runtime(t)
	t.Setenv("XRPROBE_CHILD", "3")
	_, err := proberFor(t, probe.Self(), map[string]string{"XR_RUNTIME_JSON": manifest}).Probe(t.Context(), probe.Request{})
	require.ErrorIs(t, err, probe.ErrNoHelper)
	require.ErrorContains(t, err, "starts no others")
}

func TestProbe_NamesTheCause(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		words  []string
		status report.Status
		code   string
		level  report.Level
		text   string
		result string
	}{
		{"crash at load", []string{"segv@load"}, report.StatusCrashed, "crashed", report.LevelLibrary, "crashed (SIGSEGV) while its library was loaded", ""},
		{"abort at load", []string{"abort@load"}, report.StatusCrashed, "crashed", report.LevelLibrary, "crashed (SIGABRT)", ""},
		{"exit at load", []string{"leave=7@load"}, report.StatusCrashed, "exited", report.LevelLibrary, "exit status 7 while its library was loaded", ""},
		{"crash in extensions", []string{"segv@enumerate"}, report.StatusCrashed, "crashed", report.LevelExtensions, "while it listed its extensions", ""},
		{"crash in instance", []string{"segv@create"}, report.StatusCrashed, "crashed", report.LevelInstance, "crashed (SIGSEGV) while it created an instance", ""},
		{"crash on a thread", []string{"thread-segv@create"}, report.StatusCrashed, "crashed", report.LevelInstance, "crashed (SIGSEGV) while it created an instance", ""},
		{"killed", []string{"kill@system"}, report.StatusCrashed, "crashed", report.LevelSystem, "crashed (SIGKILL) while it was asked for a headset", ""},
		{"crash in properties", []string{"segv@properties"}, report.StatusCrashed, "crashed", report.LevelProperties, "while it described the headset", ""},
		{"exit in instance", []string{"leave=7@create"}, report.StatusCrashed, "exited", report.LevelInstance, "exit status 7 while it created an instance", ""},
		{"hang at load", []string{"hang@load"}, report.StatusTimedOut, "timed_out", report.LevelLibrary, "within 300ms while its library was loaded", ""},
		{"hang in instance", []string{"hang@create"}, report.StatusTimedOut, "timed_out", report.LevelInstance, "within 300ms while it created an instance", ""},
		{"hang that resists", []string{"stubborn-hang@system"}, report.StatusTimedOut, "timed_out", report.LevelSystem, "while it was asked for a headset", ""},
		{"hang on a thread", []string{"thread-hang@properties"}, report.StatusTimedOut, "timed_out", report.LevelProperties, "while it described the headset", ""},
		{"refuses", []string{"refuses"}, report.StatusFailed, "negotiation_refused", report.LevelLibrary, "XR_ERROR_INITIALIZATION_FAILED", "XR_ERROR_INITIALIZATION_FAILED"},
		{"no proc addr", []string{"null-proc-addr"}, report.StatusFailed, "no_get_instance_proc_addr", report.LevelLibrary, "gave no xrGetInstanceProcAddr", "XR_ERROR_FILE_CONTENTS_INVALID"},
		{"service down", []string{"service-down"}, report.StatusFailed, "xr_error", report.LevelInstance, "xrCreateInstance: XR_ERROR_RUNTIME_UNAVAILABLE", "XR_ERROR_RUNTIME_UNAVAILABLE"},
		{"no version", []string{"no-version"}, report.StatusFailed, "xr_error", report.LevelInstance, "xrCreateInstance", "XR_ERROR_API_VERSION_UNSUPPORTED"},
		{"lies", []string{"huge-count@enumerate"}, report.StatusFailed, "answer_distrusted", report.LevelExtensions, "claims 4294967295 elements", ""},
		{"writes everywhere", []string{"junk@enumerate"}, report.StatusFailed, "broken_answer", report.LevelExtensions, "something else wrote into its pipe", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, problems := probeOne(t, probe.Self(), compiled.Runtime(t, row.words...), probe.Request{Timeout: timeoutFor(row.status)})
			require.NotNil(t, got.Cause)
			require.Equal(t, row.status, got.Status, got.Cause.Text)
			require.Equal(t, row.code, got.Cause.Code)
			require.Equal(t, row.level, got.Cause.Level)
			require.Contains(t, got.Cause.Text, row.text)
			if row.result == "" {
				require.Nil(t, got.Cause.Result)
			} else {
				require.Equal(t, row.result, *got.Cause.Result)
			}
			last := problems[len(problems)-1]
			require.Equal(t, row.code, last.ID)
			require.Equal(t, "test_runtime", last.Subject)
		})
	}
}

// timeoutFor is short if the test waits for the timeout, and long if it must not be reached.
func timeoutFor(status report.Status) time.Duration {
	if status == report.StatusTimedOut {
		return 300 * time.Millisecond
	}
	return 30 * time.Second
}

func TestProbe_KeepsWhatWasAnsweredBeforeTheEnd(t *testing.T) {
	t.Parallel()
	got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, "segv@properties"), probe.Request{})
	require.Equal(t, report.StatusCrashed, got.Status)
	require.Equal(t, report.LevelSystem, *got.Reached)
	require.Equal(t, "2.5.9", *got.Version)
	require.Len(t, got.Extensions, 2)
	require.Equal(t, report.SystemAvailable, got.Systems[0].Status)
	require.Nil(t, got.Systems[0].Name)
}

func TestInstance_FallsBackToOpenXR10(t *testing.T) {
	t.Parallel()
	got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, "only-1-0"), probe.Request{})
	require.Equal(t, report.StatusOK, got.Status)
	require.Equal(t, "1.0", *got.APIVersion)
}

func TestProbe_DistinguishesUnavailableSystems(t *testing.T) {
	t.Parallel()
	rows := []struct {
		words    string
		status   report.SystemStatus
		result   string
		problems int
	}{
		{"unplugged", report.SystemUnavailable, "XR_ERROR_FORM_FACTOR_UNAVAILABLE", 0},
		{"system-fails", report.SystemFailed, "XR_ERROR_INITIALIZATION_FAILED", 1},
	}
	for _, row := range rows {
		t.Run(row.words, func(t *testing.T) {
			t.Parallel()
			got, problems := probeOne(t, probe.Self(), compiled.Runtime(t, row.words), probe.Request{})
			require.Equal(t, report.StatusOK, got.Status)
			require.Equal(t, row.status, got.Systems[0].Status)
			require.Equal(t, row.result, *got.Systems[0].Result)
			require.Nil(t, got.Systems[0].ViewConfigurations)
			require.Len(t, problems, row.problems)
		})
	}
}

func TestProbe_AFailedCommandLeavesItsAnswerUnknown(t *testing.T) {
	t.Parallel()
	got, problems := probeOne(t, probe.Self(), compiled.Runtime(t, "no-blend-command", "silent@properties"), probe.Request{})
	require.Equal(t, report.StatusOK, got.Status)
	require.Nil(t, got.Systems[0].Name)
	require.Nil(t, got.Systems[0].ViewConfigurations[0].BlendModes)
	require.Len(t, got.Systems[0].ViewConfigurations[0].Views, 2)
	require.Len(t, problems, 2)
	require.Equal(t, "answer_distrusted", problems[0].ID)
	require.Equal(t, "call_failed", problems[1].ID)
}

func TestProbe_SurvivesOutputAndClosedDescriptors(t *testing.T) {
	t.Parallel()
	t.Run("much output", func(t *testing.T) {
		t.Parallel()
		got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, "noisy@enumerate"), probe.Request{})
		require.Equal(t, report.StatusOK, got.Status)
		require.Less(t, len(*got.Log), 70<<10)
		require.Contains(t, *got.Log, "[… cut …]")
		require.Contains(t, *got.Log, "last words")
	})
	t.Run("closes descriptors", func(t *testing.T) {
		t.Parallel()
		got, _ := probeOne(t, probe.Self(), compiled.Runtime(t, "close-many@enumerate"), probe.Request{Level: report.LevelExtensions})
		require.Equal(t, report.StatusOK, got.Status)
	})
}

func TestHelper_RefusesProgramsThatCannotServe(t *testing.T) {
	t.Parallel()
	manifest := compiled.Runtime(t)
	_, err := proberFor(t, probe.Helper{}, map[string]string{"XR_RUNTIME_JSON": manifest}).Probe(t.Context(), probe.Request{})
	require.ErrorIs(t, err, probe.ErrNoHelper)
	require.ErrorContains(t, err, "set Prober.Helper")

	_, err = proberFor(t, probe.Executable("/nonexistent/xrprobe"), map[string]string{"XR_RUNTIME_JSON": manifest}).Probe(t.Context(), probe.Request{})
	require.ErrorIs(t, err, probe.ErrNoHelper)
	require.ErrorContains(t, err, "/nonexistent/xrprobe")

	got, _ := probeOne(t, probe.Executable("/bin/true"), manifest, probe.Request{})
	require.Equal(t, report.StatusFailed, got.Status)
	require.Equal(t, report.CauseHelperFailed, got.Cause.Code)
	require.Contains(t, got.Cause.Text, "/bin/true")
}

// If a helper neither reads nor exits, and the request is longer than a pipe's buffer, the caller's
// context still ends the probe.
func TestHelper_MayNeverRead(t *testing.T) {
	t.Parallel()
	helper := filepath.Join(t.TempDir(), "helper")
	require.NoError(t, os.WriteFile(helper, []byte("#!/bin/sh\nexec sleep 600\n"), 0o700))
	manifest := filepath.Join(t.TempDir(), "long.json")
	text := fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"library_path": %q, "functions": {"xrNone": %q}}}`,
		compiled.Library(t), strings.Repeat("x", 300_000))
	require.NoError(t, os.WriteFile(manifest, []byte(text), 0o600))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := proberFor(t, probe.Executable(helper), map[string]string{"XR_RUNTIME_JSON": manifest}).Probe(ctx, probe.Request{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// Without a runtime the helper gets no request. The probe does not wait for it to exit.
func TestHelper_MayNeverExit(t *testing.T) {
	t.Parallel()
	helper := filepath.Join(t.TempDir(), "helper")
	require.NoError(t, os.WriteFile(helper, []byte("#!/bin/sh\nexec sleep 600\n"), 0o700))
	p := proberFor(t, probe.Executable(helper), map[string]string{"XR_RUNTIME_JSON": filepath.Join(t.TempDir(), "missing.json")})
	done := make(chan error, 1)
	go func() {
		_, err := p.Probe(t.Context(), probe.Request{})
		done <- err
	}()
	select {
	case err := <-done:
		require.NoError(t, err)
	case <-time.After(20 * time.Second):
		t.Fatal("the probe waits for the helper")
	}
}

func TestHelper_IsNotNeededBelowLibrary(t *testing.T) {
	t.Parallel()
	got, _ := probeOne(t, probe.Helper{}, compiled.Runtime(t, "segv@load"), probe.Request{Level: report.LevelBinary})
	require.Equal(t, report.StatusNotRun, got.Status)
	require.Nil(t, got.Cause)
}

func TestRequest_MistakesAreNamed(t *testing.T) {
	t.Parallel()
	rows := []struct {
		request probe.Request
		text    string
	}{
		{probe.Request{Level: "roof"}, `"roof" is not a level: use one of manifest, binary`},
		{probe.Request{Via: "tunnel"}, `"tunnel" is not a way to ask a runtime: use "direct" or "loader"`},
		{probe.Request{Timeout: -time.Second}, "the time-out -1s is negative"},
		{probe.Request{Runtime: "nowhere", Level: report.LevelBinary}, `there is no runtime "nowhere"`},
	}
	for _, row := range rows {
		t.Run(row.text, func(t *testing.T) {
			t.Parallel()
			_, err := proberFor(t, probe.Self(), map[string]string{"XDG_DATA_DIRS": t.TempDir(), "XDG_CONFIG_DIRS": t.TempDir()}).Probe(t.Context(), row.request)
			require.ErrorIs(t, err, probe.ErrRequest)
			require.ErrorContains(t, err, row.text)
		})
	}
}

func TestProbe_WithoutRuntimesIsEmpty(t *testing.T) {
	t.Parallel()
	p := proberFor(t, probe.Self(), map[string]string{"XDG_CONFIG_DIRS": t.TempDir(), "XDG_DATA_DIRS": t.TempDir()})
	for _, which := range []string{probe.RuntimeActive, probe.RuntimeAll} {
		found, err := p.Probe(t.Context(), probe.Request{Runtime: which})
		require.NoError(t, err)
		require.NotNil(t, found.Runtimes)
		require.Empty(t, found.Runtimes)
		require.Nil(t, found.Resolution.Chosen)
		require.NotEmpty(t, found.Resolution.Steps)
		require.Empty(t, found.Problems)
	}
}

func TestProbe_DistinguishesUnusableFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	rows := []struct {
		name, manifest, code string
		reached              *report.Level
	}{
		{"no manifest", filepath.Join(dir, "gone.json"), loader.CodeManifestMissing, nil},
		{"broken manifest", write("broken.json", "{\n  \"runtime\": [\n"), loader.CodeManifestSyntax, nil},
		{"missing library", compiled.Manifest(t, filepath.Join(dir, "gone.so")), loader.CodeLibraryMissing, new(report.LevelManifest)},
		{"no entry point", compiled.Manifest(t, compiled.ByValue(t)), loader.CodeLibraryNoNegotiate, new(report.LevelManifest)},
		{"no library", compiled.Manifest(t, write("text.so", "not a library")), loader.CodeLibraryNotObject, new(report.LevelManifest)},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, problems := probeOne(t, probe.Self(), row.manifest, probe.Request{})
			require.Equal(t, report.StatusFailed, got.Status)
			require.Equal(t, row.code, got.Cause.Code)
			require.Equal(t, row.reached, got.Reached)
			require.NotNil(t, got.Cause.Fix)
			require.Len(t, problems, 1)
		})
	}
}

func TestProbe_ChoosesRuntimesByNameAndPath(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	dir := filepath.Join(data, "openxr", "1")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	library, other := compiled.Library(t), compiled.Library(t)
	for name, library := range map[string]string{"first.json": library, "same.json": library, "second.json": other} {
		content, err := os.ReadFile(compiled.Manifest(t, library))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	active := filepath.Join(t.TempDir(), "active.json")
	require.NoError(t, os.Symlink(filepath.Join(dir, "first.json"), active))
	p := proberFor(t, probe.Self(), map[string]string{"XR_RUNTIME_JSON": active, "XDG_DATA_DIRS": data, "XDG_CONFIG_DIRS": t.TempDir()})
	rows := []struct {
		runtime string
		want    string
	}{
		{"", "first*"},
		{"active", "first*"},
		{"all", "first* second"},
		{"second", "second"},
		{"SECOND", "second"},
		{"same", "first*"},
		{filepath.Join(dir, "first.json"), "first*"},
		{filepath.Join(dir, "same.json"), "first*"},
		{filepath.Join(dir, "second.json"), "second"},
	}
	for _, row := range rows {
		t.Run(row.runtime, func(t *testing.T) {
			t.Parallel()
			found, err := p.Probe(t.Context(), probe.Request{Runtime: row.runtime, Level: report.LevelExtensions})
			require.NoError(t, err)
			var got []string
			for _, runtime := range found.Runtimes {
				require.Equal(t, report.StatusOK, runtime.Status)
				name := runtime.ID
				if runtime.Active {
					name += "*"
				}
				got = append(got, name)
			}
			require.Equal(t, row.want, strings.Join(got, " "))
		})
	}
}

func TestProbe_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	p := proberFor(t, probe.Self(), map[string]string{"XR_RUNTIME_JSON": compiled.Runtime(t, "stubborn-hang@create")})
	p.Announce = func(report.Runtime) { time.AfterFunc(200*time.Millisecond, cancel) }
	_, err := p.Probe(ctx, probe.Request{})
	require.ErrorIs(t, err, context.Canceled)
}
