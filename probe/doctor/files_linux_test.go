// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/internal/levels"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

func TestClosedDirectory_NamesTheDirectory(t *testing.T) {
	t.Parallel()
	const file = "/home/ann/.config/openxr/1/active_runtime.x86_64.json"
	for name, c := range map[string]struct {
		machine         serviceMachine
		note, text, fix string
		// shut is a directory that not even its owner may look into.
		shut string
	}{
		"shut by its owner": {
			serviceMachine{variables: []string{"HOME=/home/ann"}, files: map[string]string{"/home/ann/.config/openxr/1/x": ""}},
			"the operating system reports: permission denied",
			"/home/ann/.config/openxr/1: this user may not look into this directory, so no OpenXR program of this user finds a runtime",
			`sudo chown -R "$(id -un)" /home/ann/.config/openxr/1 && sudo chmod -R u+rwX /home/ann/.config/openxr/1`, "/home/ann/.config/openxr/1",
		},
		"made by sudo": {
			serviceMachine{variables: []string{"HOME=/home/ann"}, files: map[string]string{"/home/ann/.config/openxr/1/x": ""}},
			"the operating system reports: permission denied",
			"/home/ann/.config/openxr/1: this user may not look into this directory, so no OpenXR program of this user finds a runtime",
			`sudo chown -R "$(id -un)" /home/ann/.config/openxr/1`, "",
		},
		"its parent": {
			serviceMachine{variables: []string{"HOME=/home/ann"}, files: map[string]string{"/home/ann/.config/x": ""}},
			"the operating system reports: permission denied",
			"/home/ann/.config: this user may not look into this directory, so no OpenXR program of this user finds a runtime",
			`sudo chown -R "$(id -un)" /home/ann/.config`, "",
		},
		"another user's home": {
			serviceMachine{variables: []string{"HOME=/home/ann"}, files: map[string]string{"/home/ann/x": ""}},
			"the operating system reports: permission denied",
			"/home/ann: this user may not look into this directory, so no OpenXR program of this user finds a runtime",
			"Set HOME to a directory of this user: it is /home/ann now.", "",
		},
		"the machine's": {
			serviceMachine{variables: []string{"HOME=/home/bob"}, files: map[string]string{"/home/ann/.config/openxr/1/x": ""}},
			"the operating system reports: permission denied",
			"/home/ann/.config/openxr/1: this user may not look into this directory, so no OpenXR program of this user finds a runtime",
			"sudo chmod a+rx /home/ann/.config/openxr/1", "",
		},
		"another failure": {serviceMachine{}, "the operating system reports: file name too long", "before", "before", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &report.Report{
				Problems: []report.Problem{{ID: "discovery_failed", Severity: report.SeverityError, Subject: "host", Text: "before", Fix: new("before")}},
				Resolution: &report.Resolution{Steps: []report.Step{{
					Path: new(file), State: string(loader.StateFailed), Note: &c.note,
				}}},
			}
			host := c.machine.lay(t)
			if c.shut != "" {
				shut := filepath.Join(host.Root, c.shut)
				require.NoError(t, os.Chmod(shut, 0))
				t.Cleanup(func() { _ = os.Chmod(shut, 0o700) })
			}
			Examine(t.Context(), Machine{Host: host}, r)
			require.Len(t, r.Problems, 1)
			require.Equal(t, c.text, r.Problems[0].Text)
			require.Equal(t, c.fix, *r.Problems[0].Fix)
		})
	}
}

func TestMissingKhronosLoader_FixIsItsPackage(t *testing.T) {
	t.Parallel()
	for release, want := range map[string]string{
		"ID=debian\n": "Install the Khronos loader, or leave --via loader out: sudo apt install --reinstall libopenxr-loader1",
		"ID=linuxmint\nID_LIKE=\"ubuntu debian\"": "Install the Khronos loader, or leave --via loader out: sudo apt install --reinstall libopenxr-loader1",
		"ID=fedora": "Install the Khronos loader, or leave --via loader out: sudo dnf install 'libopenxr_loader.so.1()(64bit)'",
		"ID=arch":   "Install the Khronos loader, or leave --via loader out: sudo pacman -S openxr",
		"ID=other":  "Install the Khronos loader, or leave --via loader out.",
	} {
		r := &report.Report{Runtimes: []report.Runtime{{ID: "r", Cause: &report.Cause{
			Code: report.CauseLoadFailed, Level: report.LevelLibrary, Text: `load "libopenxr_loader.so.1": cannot open shared object file`,
			Call: new("load the Khronos loader"), Fix: new("reinstall the runtime"),
		}}}}
		Examine(t.Context(), Machine{Host: serviceMachine{files: map[string]string{"/etc/os-release": release}}.lay(t)}, r)
		require.Equal(t, []report.Problem{{
			ID: report.CauseLoadFailed, Severity: report.SeverityError, Subject: "r", Fix: &want,
			Text: `the Khronos loader cannot be loaded, so no runtime was asked through it: "libopenxr_loader.so.1": cannot open shared object file`,
		}}, r.Problems)
		require.Equal(t, want, *r.Runtimes[0].Cause.Fix)
	}
}

// The cause names the question during which the Khronos loader is loaded.
func TestMissingKhronosLoader_KnowsTheQuestion(t *testing.T) {
	t.Parallel()
	known := wire.Known{Runtime: report.Runtime{ID: "r"}}
	request := wire.Request{Level: report.LevelLibrary, ThroughLoader: true, Loader: "/nowhere/libopenxr_loader.so.1"}
	require.NoError(t, levels.Answer(request, levels.Tools{Send: known.Add}))
	r := &report.Report{Runtimes: []report.Runtime{known.Runtime}}
	Examine(t.Context(), Machine{Host: serviceMachine{}.lay(t)}, r)
	require.Len(t, r.Problems, 1)
	require.Regexp(t, `^the Khronos loader cannot be loaded, .*: "/nowhere/libopenxr_loader.so.1": cannot open shared object file`, r.Problems[0].Text)
}

// A runtime's own library that cannot be loaded is not the Khronos loader's fault.
func TestMissingKhronosLoader_IsSilentAboutRuntimes(t *testing.T) {
	t.Parallel()
	r := &report.Report{Runtimes: []report.Runtime{{ID: "r", Cause: &report.Cause{Code: report.CauseLoadFailed, Call: new("load the library")}}}}
	Examine(t.Context(), Machine{Host: serviceMachine{}.lay(t)}, r)
	require.Empty(t, r.Problems)
}

func TestShadowedManifest_IsSilentAboutOneRuntime(t *testing.T) {
	t.Parallel()
	const (
		dir  = "/etc/xdg/openxr/1/"
		one  = `{"file_format_version": "1.0.0", "runtime": {"library_path": "/a.so"}}`
		two  = `{"file_format_version": "1.0.0", "runtime": {"library_path": "/b.so"}}`
		arch = dir + "active_runtime.x86_64.json"
	)
	for plain, want := range map[string]int{one: 0, two: 1, "": 1} {
		host := serviceMachine{files: map[string]string{dir + "active_runtime.json": plain, arch: one}}.lay(t)
		r := &report.Report{Resolution: &report.Resolution{Chosen: new(arch)}}
		require.Len(t, shadowedManifest.Check(t.Context(), &Patient{Machine: Machine{Host: host}, Report: r}), want, plain)
	}
}

// Only what no program can use may be removed. Another architecture's choice is no problem at all.
func TestShadowedManifest_RemovesOnlyWhatServesNobody(t *testing.T) {
	t.Parallel()
	const dir = "/etc/xdg/openxr/1/"
	for name, row := range map[string]struct {
		arch  string
		plain any
		inBox bool
		fix   string
	}{
		"32-bit programs have their own": {arch: "i686", plain: manifest("/wide.so")},
		"64-bit programs have their own": {arch: "x86_64", plain: manifest("/narrow.so")},
		"it serves the same programs":    {arch: "x86_64", plain: manifest("/other.so"), fix: "To use " + dir + "active_runtime.json instead: sudo mv " + dir + "active_runtime.x86_64.json " + dir + "active_runtime.x86_64.json.off"},
		"it serves nobody":               {arch: "x86_64", plain: manifest("/gone.so"), fix: "sudo rm " + dir + "active_runtime.json"},
		"it may serve those outside":     {arch: "x86_64", plain: manifest("/gone.so"), inBox: true},
		"it is no manifest":              {arch: "x86_64", plain: "[", inBox: true, fix: "sudo rm " + dir + "active_runtime.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own := map[string]string{"i686": "/narrow.so", "x86_64": "/wide.so"}[row.arch]
			m := machine{arch: row.arch, files: files{dir + "active_runtime.json": row.plain, dir + "active_runtime." + row.arch + ".json": manifest(own), "/wide.so": build, "/other.so": build, "/narrow.so": narrow}}
			if row.inBox {
				m.files["/run/.containerenv"] = ""
			}
			m.lay(t)
			found := m.examine(t).Problems
			if row.fix == "" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			require.Equal(t, row.fix, *found[0].Fix)
		})
	}
}

// A manifest that only programs of another architecture read is right if it serves them.
func TestExamine_JudgesAManifestByItsReaders(t *testing.T) {
	t.Parallel()
	const dir = "/etc/xdg/openxr/1/"
	for name, row := range map[string]struct {
		arch      string
		files     map[string]any
		text, fix string
	}{
		"a 32-bit choice, for 64-bit programs": {arch: "x86_64", files: files{dir + "active_runtime.json": manifest("/wide.so"), dir + "active_runtime.i686.json": manifest("/narrow.so")}},
		"a 64-bit choice, for 32-bit programs": {arch: "i686", files: files{dir + "active_runtime.json": manifest("/wide.so"), dir + "active_runtime.i686.json": manifest("/narrow.so")}},
		"a plain choice for 32-bit programs":   {arch: "x86_64", files: files{dir + "active_runtime.json": manifest("/narrow.so"), dir + "active_runtime.x86_64.json": manifest("/wide.so")}},
		"a link to an installed manifest": {arch: "x86_64", files: files{dir + "active_runtime.json": manifest("/wide.so"), dir + "active_runtime.i686.json": "-> /usr/share/openxr/1/narrow.json",
			"/usr/share/openxr/1/narrow.json": manifest("/narrow.so")}},
		"a choice that does not fit its readers": {arch: "x86_64", files: files{dir + "active_runtime.json": manifest("/wide.so"), dir + "active_runtime.i686.json": manifest("/other.so")},
			text: "/other.so: the library is built for x86_64, but only programs built for i686 read its manifest.", fix: "Install the i686 build of the runtime."},
		"the right build is beside it": {arch: "x86_64", files: files{dir + "active_runtime.json": manifest("/wide.so"), dir + "active_runtime.i686.json": manifest("/usr/lib64/vr/x.so"), "/usr/lib64/vr/x.so": build, "/usr/lib/vr/x.so": narrow},
			text: "/usr/lib64/vr/x.so is built for x86_64; the i686 build of the runtime is /usr/lib/vr/x.so", fix: `In ` + dir + `active_runtime.i686.json, write "library_path": "/usr/lib/vr/x.so"`},
		"a choice without its library": {arch: "x86_64", files: files{dir + "active_runtime.json": manifest("/wide.so"), dir + "active_runtime.i686.json": manifest("/gone.so")},
			text: "/gone.so: the library does not exist.", fix: "Install the runtime again, or correct library_path in " + dir + "active_runtime.i686.json."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := machine{arch: row.arch, files: files{"/wide.so": build, "/other.so": build, "/narrow.so": narrow}}
			maps.Copy(m.files, row.files)
			m.lay(t)
			found := m.ask(t, probe.RuntimeAll)
			require.Len(t, found.Runtimes, 2)
			other := found.Runtimes[1]
			if row.text == "" {
				require.Empty(t, found.Problems)
				require.Nil(t, other.Cause)
				require.Equal(t, report.StatusNotRun, other.Status)
				found = m.ask(t, other.ID)
				require.Equal(t, loader.CodeLibraryWrongArch, found.Runtimes[0].Cause.Code, "whoever names it asks for programs here")
				return
			}
			require.Len(t, found.Problems, 1)
			require.Equal(t, []string{row.text, row.fix}, []string{found.Problems[0].Text, *found.Problems[0].Fix})
		})
	}
}
