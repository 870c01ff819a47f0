// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// compiling lets one test at a time compile GLFW, which is in C.
var compiling sync.Mutex

// goInLab runs the Go command with the tag glfw in the lab, which has the compilers and the
// headers. The Go command, the modules and the cache are those of this machine.
func goInLab(t *testing.T, directory string, environment []string, args ...string) lab.Result {
	t.Helper()
	lab.Require(t)
	compiling.Lock()
	defer compiling.Unlock()
	of := func(name string) string {
		output, err := exec.Command("go", "env", name).Output()
		require.NoError(t, err)
		return strings.TrimSpace(string(output))
	}
	output, err := exec.Command("go", "mod", "download", "github.com/go-gl/glfw/v3.3/glfw").CombinedOutput()
	require.NoError(t, err, "%s", output) // a build without the tag does not download it
	top, err := filepath.Abs("../..")
	require.NoError(t, err)
	root, cache := of("GOROOT"), of("GOCACHE")
	return inLab(t, lab.Options{
		Binds: []string{root, of("GOMODCACHE"), top}, RWBinds: []string{cache, directory}, Dir: top,
		Env: append([]string{
			"CGO_ENABLED=1", "GOFLAGS=-buildvcs=false", "GOPROXY=off", "GOTOOLCHAIN=local",
			"GOMODCACHE=" + of("GOMODCACHE"), "GOCACHE=" + cache,
		}, environment...),
	}, slices.Concat([]string{filepath.Join(root, "bin", "go"), args[0], "-tags", "glfw"}, args[1:])...)
}

func builtWithGLFW(t *testing.T, environment ...string) string {
	t.Helper()
	return compileOnce(t, fmt.Sprint("with GLFW", environment), func(directory string) {
		result := goInLab(t, directory, environment, "build", "-o", directory+"/", "./cmd/xrprobe")
		require.Zero(t, result.ExitCode, result.Stderr)
	})
}

// The tests of the build with GLFW run in the lab, which has the headers and a virtual
// display.
func TestLabGLFW_BuildsAndPassesItsTests(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"vet"}, {"test", "-count=1"}} {
		result := goInLab(t, t.TempDir(), nil, append(args, "./probe/glsession")...)
		require.Zero(t, result.ExitCode, result.Stdout+result.Stderr)
	}
}

// onDisplay lets the rest of a shell command run on a virtual display with Mesa's software
// OpenGL.
const onDisplay = "(Xvfb :7 -noreset -screen 0 800x600x24 %s >/dev/null 2>&1 &) ; while ! [ -e /tmp/.X11-unix/X7 ]; do sleep 0.1; done; export DISPLAY=:7; "

func onAnX(options string) string { return fmt.Sprintf(onDisplay, options) }

// numbersIn writes a session's spaces and formats as the program in C does.
func numbersIn(t *testing.T, session *report.Session) string {
	t.Helper()
	require.Nil(t, session.Cause)
	byName := map[string]xr.ReferenceSpaceType{}
	for n := range xr.ReferenceSpaceType(16) {
		byName[n.String()] = n
	}
	byName[xr.ReferenceSpaceTypeLocalFloor.String()] = xr.ReferenceSpaceTypeLocalFloor
	var out strings.Builder
	for _, space := range session.ReferenceSpaces {
		require.Equal(t, report.VerdictYes, space.Creatable, space.Type)
		number, known := byName[space.Type]
		require.True(t, known, space.Type)
		fmt.Fprintf(&out, "space %d\n", number)
	}
	for _, format := range session.SwapchainFormats {
		require.NotNil(t, format.Name, format.Value)
		fmt.Fprintf(&out, "format %d\n", format.Value)
	}
	return out.String()
}

// xrprobe reports the spaces and formats that a program in C gets through the Khronos
// loader.
func TestLabSession_EqualsThatOfAProgramInC(t *testing.T) {
	t.Parallel()
	program := builtWithGLFW(t)
	source, err := filepath.Abs("testdata/session/session.c")
	require.NoError(t, err)
	for _, kind := range []report.SessionKind{report.SessionHeadless, report.SessionOpenGL} {
		result := inLab(t, lab.Options{Monado: true, Binds: []string{program, source}}, "sh", "-c", onAnX("")+
			"gcc "+source+" -lopenxr_loader -lX11 -lGL -o /tmp/session && /tmp/session "+string(kind)+" >/tmp/c.txt 2>/tmp/c.log && grep -E '^(space|format)' /tmp/c.txt && echo ended && "+
			program+" --level session --session "+string(kind)+" --json 2>/dev/null; cat /tmp/c.log >&2")
		inC, ours, ended := strings.Cut(result.Stdout, "ended\n")
		require.True(t, ended, result.Stderr)
		r := reportOf(t, lab.Result{Stdout: ours, Stderr: result.Stderr})
		require.Equal(t, report.LevelSession, *r.Active().Reached)
		session := r.Active().Systems[0].Session
		require.Equal(t, kind, session.Kind)
		require.Equal(t, inC, numbersIn(t, session))
		require.Contains(t, session.States, "XR_SESSION_STATE_READY")
		require.Equal(t, kind == report.SessionOpenGL, len(session.SwapchainFormats) > 0)
		require.Empty(t, r.Problems)
	}
}

// soakVariable is how many sessions of each kind the test creates instead of twenty.
const soakVariable = "XRPROBE_SOAK_SESSIONS"

// manySessions counts the service's connections, creates sessions one after another, and
// counts again. It has a long timeout, because other tests run at the same time.
const manySessions = `
clients() { ls -l /proc/$(pgrep -x monado-service)/fd | grep -c socket; }
before=$(clients)
for i in $(seq "$1"); do
	"$0" -q --level session --session "$2" --timeout 60s --json >/tmp/report || { echo "$i: $? $(jq -c '.runtimes[0].cause, .problems' /tmp/report)"; exit 1; }
done
sleep 1
echo $(($(clients) - before)) more clients
"$0" -q check immersive-vr && echo healthy`

// Afterwards the service has as many open connections as before, and still answers.
func TestLabSession_MonadoSurvivesMany(t *testing.T) {
	t.Parallel()
	program := builtWithGLFW(t)
	sessions := cmp.Or(os.Getenv(soakVariable), "20")
	for _, kind := range report.SessionKinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			result := inLab(t, lab.Options{Monado: true, Binds: []string{program}}, "sh", "-c", onAnX("")+manySessions, program, sessions, string(kind))
			require.Equal(t, "0 more clients\nhealthy\n", result.Stdout, result.Stderr)
		})
	}
}

func TestLabSession_ValidationLayerFindsNothing(t *testing.T) {
	t.Parallel()
	program := builtWithGLFW(t)
	for _, kind := range report.SessionKinds() {
		heard := validated(t, program, onAnX("")+program+" --via loader --level session --session "+string(kind)+" --json >/dev/null 2>&1")
		require.Equal(t, 1, strings.Count(heard, "VUID"), heard)
		require.Contains(t, heard, "Core Validation Layer is initialized")
	}
}

// Each reason why there is no window is one clear line. The report still holds the rest.
func TestLabSession_NoWindowHasACause(t *testing.T) {
	t.Parallel()
	program := builtWithGLFW(t)
	without := built(t, "cmd/xrprobe")
	for name, row := range map[string]struct{ before, program, code, text string }{
		"not built in": {"", without, "glfw_not_built_in", "built without GLFW"},
		"no display":   {"", program, "no_display", "there is no display to open a window on: PlatformError: X11: "},
		"dead display": {"export DISPLAY=:99; ", program, "no_display", "X11: Failed to open display :99"},
		"no OpenGL":    {onAnX("-extension GLX"), program, "no_opengl", "can be opened: "},
		// Mesa's libraries now contain the drivers, and ignore LIBGL_DRIVERS_PATH.
		"broken driver": {onAnX("") + "export LIBGL_DRIVERS_PATH=/nowhere GALLIUM_DRIVER=nowhere; ", program, "no_opengl", "can be opened: "},
		"driver gone":   {onAnX("") + "rm /usr/lib/x86_64-linux-gnu/libgallium*; ", program, "no_opengl", "can be opened: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := inLab(t, lab.Options{Monado: true, Binds: []string{program, without}}, "sh", "-c",
				row.before+row.program+" --level session --session opengl --json")
			require.Equal(t, 3, result.ExitCode, result.Stderr)
			require.NotContains(t, result.Stderr, "panic")
			r := reportOf(t, result)
			asked := r.Active()
			require.Equal(t, report.LevelProperties, *asked.Reached)
			require.Equal(t, row.code, asked.Cause.Code, asked.Cause.Text)
			require.Contains(t, asked.Cause.Text, row.text)
			require.NotContains(t, asked.Cause.Text, "\n")
			require.NotEmpty(t, *asked.Cause.Fix)
			require.Equal(t, asked.Cause.Text, asked.Systems[0].Session.Cause.Text)
			require.NotNil(t, asked.Systems[0].Name)
		})
	}
}

// xrprobe finds a headset that the desktop extends onto by its EDID. A program in C gives
// that EDID to the virtual display's monitor.
func TestLabMonitors_HeadsetInExtendedModeIsAProblem(t *testing.T) {
	t.Parallel()
	program := builtWithGLFW(t)
	source, err := filepath.Abs("testdata/session/edid.c")
	require.NoError(t, err)
	result := inLab(t, lab.Options{Monado: true, Binds: []string{program, source}}, "sh", "-c", onAnX("")+
		"gcc "+source+" -lX11 -lXrandr -o /tmp/edid && /tmp/edid && "+program+" --level session --json 2>/dev/null")
	r := reportOf(t, result)
	require.Len(t, r.Monitors.List, 1, r.Monitors)
	monitor := r.Monitors.List[0]
	require.Equal(t, "HVRAA01", *monitor.ID)
	require.Equal(t, "HTC Vive", *monitor.Headset)
	require.Equal(t, []int{800, 600}, []int{monitor.Width, monitor.Height})
	require.Len(t, r.Problems, 1)
	require.Equal(t, "headset_extends_desktop", r.Problems[0].ID)
	require.Contains(t, r.Problems[0].Text, "the monitor "+monitor.Name+", which is a headset (HTC Vive)")
}

// The build with GLFW starts under Wine, and says what it could do and what not. Wine has no
// display unless the test starts one.
func TestLabWindows_BuildsWithGLFW(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	if runtime.GOARCH != "amd64" {
		t.Skip("left out: Windows programs, because the lab's compiler makes them for x86-64 only")
	}
	program := builtWithGLFW(t, "GOOS=windows", "GOARCH=amd64", "CC=x86_64-w64-mingw32-gcc")
	version := inLab(t, lab.Options{Binds: []string{program}}, "wine", program, "version")
	require.Zero(t, version.ExitCode, version.Stderr)
	require.Regexp(t, `windows/amd64, with GLFW\)\n$`, version.Stdout)
	library, manifest := windowsRuntime(t, "graphics")
	ask := func(before, kind string) (report.Report, int) {
		result := inLab(t, lab.Options{Binds: []string{program, library, manifest}}, "sh", "-c",
			before+`exec wine "$0" --runtime "$1" --level session --session `+kind+` --json`, program, onWindows(manifest))
		r := reportOf(t, result)
		require.NotNil(t, r.Monitors.List, r.Monitors)
		require.NoError(t, validReport(result.Stdout))
		return r, result.ExitCode
	}

	none, status := ask("", "opengl")
	require.Equal(t, 3, status)
	require.Equal(t, "no_opengl", none.Runtimes[0].Cause.Code)
	require.Contains(t, none.Runtimes[0].Cause.Text, "no window with OpenGL 4.5 can be opened: PlatformError: WGL: ")
	require.Contains(t, *none.Runtimes[0].Cause.Fix, "Windows")

	headless, status := ask("", "headless")
	require.Zero(t, status)
	require.Empty(t, headless.Runtimes[0].Systems[0].Session.SwapchainFormats)

	drawn, status := ask(onAnX("")+`wine reg add 'HKCU\Software\Wine\Drivers' /v Graphics /d x11 /f >/dev/null; `, "opengl")
	require.Zero(t, status, drawn.Runtimes[0].Cause)
	require.Equal(t, []report.Format{{Value: 0x8c43, Name: new("GL_SRGB8_ALPHA8")}, {Value: 0x8058, Name: new("GL_RGBA8")}}, drawn.Runtimes[0].Systems[0].Session.SwapchainFormats)
	require.Len(t, drawn.Monitors.List, 1)
	require.Equal(t, []int{800, 600}, []int{drawn.Monitors.List[0].Width, drawn.Monitors.List[0].Height})
	require.Nil(t, drawn.Monitors.List[0].ID, "Wine knows no EDID")
}
