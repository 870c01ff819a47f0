// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

// buildFor is the smallest shared library for a machine, as far as its header tells.
func buildFor(t *testing.T, machine elf.Machine) string {
	t.Helper()
	header := elf.Header64{
		Ident: [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:  uint16(elf.ET_DYN), Machine: uint16(machine), Version: uint32(elf.EV_CURRENT), Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: 1,
	}
	var file bytes.Buffer
	for _, part := range []any{header, elf.Prog64{Type: uint32(elf.PT_DYNAMIC), Off: 64 + 56, Filesz: 16}, elf.Dyn64{}} {
		require.NoError(t, binary.Write(&file, binary.LittleEndian, part))
	}
	return file.String()
}

func TestOtherBuild_SeesTwoBuildsOfOneRuntime(t *testing.T) {
	t.Parallel()
	const (
		own     = "/usr/local/lib/wivrn/libopenxr_wivrn.so"
		users   = "/home/ann/.config/openxr/1/active_runtime.json"
		flatpak = "/var/lib/flatpak/app/io.github.wivrn.wivrn/x86_64/stable/active/files"
		sys     = "/usr/share/openxr/1/openxr_wivrn.json"
		text    = "The active manifest names /usr/local/lib/wivrn/libopenxr_wivrn.so, and another build of this runtime is installed: "
	)
	build, foreign := buildFor(t, elf.EM_X86_64), buildFor(t, elf.EM_386)
	manifest := func(library string) string {
		return fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"library_path": %q}}`, library)
	}
	gone := &report.Cause{Code: "library_missing", Level: report.LevelBinary}
	refused := &report.Cause{Code: "xr_error", Level: report.LevelInstance}
	for name, row := range map[string]struct {
		files    map[string]string
		manifest string // users if empty
		source   loader.Via
		library  string // own if empty
		cause    *report.Cause
		// want is the severity, the other library and the fix.
		want []string
	}{
		"a flatpak's, which no search finds": {
			files: map[string]string{flatpak + "/lib/wivrn/libopenxr_wivrn.so": build, flatpak + "/share/openxr/1/openxr_wivrn.json": manifest("../../../lib/wivrn/libopenxr_wivrn.so")},
			want:  []string{"info", flatpak + "/lib/wivrn/libopenxr_wivrn.so", "ln -sfn " + flatpak + "/share/openxr/1/openxr_wivrn.json " + users},
		},
		"a flatpak of the user's own": {
			files: map[string]string{
				"/home/ann/.local/share/" + flatpak[len("/var/lib/"):] + "/lib/libopenxr_wivrn.so.1":         build,
				"/home/ann/.local/share/" + flatpak[len("/var/lib/"):] + "/share/openxr/1/openxr_wivrn.json": manifest("../../../lib/libopenxr_wivrn.so.1"),
			},
			want: []string{"info", "/home/ann/.local/share" + flatpak[len("/var/lib"):] + "/lib/libopenxr_wivrn.so.1",
				"ln -sfn /home/ann/.local/share" + flatpak[len("/var/lib"):] + "/share/openxr/1/openxr_wivrn.json " + users},
		},
		"the active one does not answer": {
			files: map[string]string{"/usr/lib/libopenxr_wivrn.so": build, sys: manifest("/usr/lib/libopenxr_wivrn.so")},
			cause: refused,
			want:  []string{"warning", "/usr/lib/libopenxr_wivrn.so", "ln -sfn " + sys + " " + users},
		},
		"the machine's choice": {
			files:    map[string]string{"/usr/lib/libopenxr_wivrn.so": build, sys: manifest("/usr/lib/libopenxr_wivrn.so")},
			manifest: "/etc/xdg/openxr/1/active runtime.json", source: loader.ViaFallback,
			want: []string{"info", "/usr/lib/libopenxr_wivrn.so", "sudo ln -sfn " + sys + " '/etc/xdg/openxr/1/active runtime.json'"},
		},
		"the active manifest is a file": {
			files: map[string]string{"/usr/lib/libopenxr_wivrn.so": build, sys: manifest("/usr/lib/libopenxr_wivrn.so"), users: manifest(own)},
			want:  []string{"info", "/usr/lib/libopenxr_wivrn.so", "mv " + users + " " + users + ".off && ln -s " + sys + " " + users},
		},
		"a variable": {
			files:  map[string]string{"/usr/lib/libopenxr_wivrn.so": build, sys: manifest("/usr/lib/libopenxr_wivrn.so")},
			source: loader.ViaRuntimeJSON,
			want:   []string{"info", "/usr/lib/libopenxr_wivrn.so", "export XR_RUNTIME_JSON=" + sys},
		},
		"a link to the same library": {files: map[string]string{"/usr/lib/libopenxr_wivrn.so": "-> " + own, sys: manifest("/usr/lib/libopenxr_wivrn.so")}},
		"for another architecture":   {files: map[string]string{"/usr/lib/libopenxr_wivrn.so": foreign, sys: manifest("/usr/lib/libopenxr_wivrn.so")}},
		"another that is gone":       {files: map[string]string{sys: manifest("/usr/lib/libopenxr_wivrn.so")}},
		"another runtime":            {files: map[string]string{"/usr/lib/libopenxr_monado.so": build, sys: manifest("/usr/lib/libopenxr_monado.so")}},
		"the active one is gone": {
			files: map[string]string{"/usr/lib/libopenxr_wivrn.so": build, sys: manifest("/usr/lib/libopenxr_wivrn.so")},
			cause: gone, library: "/gone/libopenxr_wivrn.so",
		},
		"the active one is for another architecture": {
			files: map[string]string{"/usr/lib/libopenxr_wivrn.so": build, sys: manifest("/usr/lib/libopenxr_wivrn.so")},
			cause: &report.Cause{Code: "library_wrong_arch", Level: report.LevelBinary},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			loadertest.Lay(t, root, map[string]string{own: build})
			loadertest.Lay(t, root, row.files)
			active := report.Runtime{ID: "openxr_wivrn", Active: true, Manifest: users, Source: string(loader.ViaHome), Library: new(own), Cause: row.cause}
			if row.manifest != "" {
				active.Manifest = row.manifest
			}
			if row.source != "" {
				active.Source = string(row.source)
			}
			if row.library != "" {
				active.Library = new(row.library)
			}
			host := loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, LookupEnv: func(name string) (string, bool) { return "/home/ann", name == "HOME" }}
			installed, err := host.Available(t.Context())
			require.NoError(t, err)
			found := otherBuild.Check(t.Context(), &Patient{Machine: Machine{Host: host}, Report: &report.Report{Runtimes: []report.Runtime{active}}, Installed: installed})
			if row.want == nil {
				require.Empty(t, found)
				return
			}
			require.Equal(t, []report.Problem{{
				ID: "other_build", Severity: report.Severity(row.want[0]), Subject: "openxr_wivrn",
				Text: text + row.want[1] + ".", Fix: new("To use the other one: " + row.want[2]),
			}}, found)
		})
	}
}
