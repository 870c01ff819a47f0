// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package use

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/activate"
	"github.com/xrprobe/xrprobe/openxr/loader/stub"
)

// found is a runtime of a report.
func found(id, name, arch, manifest, library string, choices ...string) report.Runtime {
	r := report.Runtime{ID: id, Manifest: manifest, Manifests: []string{manifest}, Library: &library}
	if name != "" {
		r.Name = &name
	}
	if arch != "" {
		r.Arch = &arch
	}
	for _, choice := range choices {
		r.ManifestFiles = append(r.ManifestFiles, report.ManifestFile{Path: choice, LeadsTo: &manifest})
	}
	r.ManifestFiles = append(r.ManifestFiles, report.ManifestFile{Path: manifest})
	return r
}

const active = "/home/ann/.config/openxr/1/active_runtime.json"

// machine has SteamVR for two architectures, two Monados, and a runtime that only the choice names.
var machine = &report.Report{Runtimes: []report.Runtime{
	found("steamxr_linux64", "SteamVR", "x86_64", "/s/steamxr_linux64.json", "/s/bin/linux64/vrclient.so", active),
	found("steamxr_linux32", "SteamVR", "i686", "/s/steamxr_linux32.json", "/s/bin/vrclient.so"),
	found("openxr_monado", "Monado", "x86_64", "/usr/share/openxr/1/openxr_monado.json", "/usr/lib/libopenxr_monado.so"),
	found("openxr_monado-2", "Monado", "x86_64", "/opt/openxr_monado.json", "/opt/libopenxr_monado.so"),
	found("own", "", "x86_64", active, "/own.so"),
	found("no_header", "Odd", "", "/odd.json", "/odd.so"),
}}

func TestChoose(t *testing.T) {
	t.Parallel()
	steam := map[string]string{"x86_64": "/s/steamxr_linux64.json", "i686": "/s/steamxr_linux32.json"}
	own := loader.Host{}.ArchWord()
	for word, want := range map[string]struct {
		manifests map[string]string
		err, arch string
	}{
		"SteamVR":                  {manifests: steam},
		"steam":                    {manifests: steam},
		"steamxr_linux32":          {manifests: steam},
		"/s/steamxr_linux32.json":  {manifests: steam},
		"/s/bin/vrclient.so":       {manifests: steam},
		"STEAMVR":                  {manifests: map[string]string{"i686": "/s/steamxr_linux32.json"}, arch: "i686"},
		"openxr_monado":            {manifests: map[string]string{"x86_64": "/usr/share/openxr/1/openxr_monado.json"}},
		"openxr_monado-2":          {manifests: map[string]string{"x86_64": "/opt/openxr_monado.json"}},
		"/opt/libopenxr_monado.so": {manifests: map[string]string{"x86_64": "/opt/openxr_monado.json"}},
		"monado":                   {err: `"monado" may be openxr_monado (/usr/share/openxr/1/openxr_monado.json) or openxr_monado-2 (/opt/openxr_monado.json): write the one that is meant`},
		"x":                        {err: `"x" may be steamxr_linux64`},
		"odd":                      {manifests: map[string]string{own: "/odd.json"}},
		"own":                      {manifests: map[string]string{"x86_64": active}},
		"monadoo":                  {err: `"monadoo" is no runtime that was found here: use steamxr_linux64`},
		"openxr_monadp":            {err: `did you mean "openxr_monado"?`},
		"Odd":                      {err: "no build of Odd for i686 was found here", arch: "i686"},
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			chosen, err := Choose(loader.Host{GOOS: "linux", Root: t.TempDir()}, machine, word, want.arch)
			if want.err != "" {
				require.ErrorContains(t, err, want.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, want.manifests, chosen.Manifests)
		})
	}
	_, err := Choose(loader.Host{}, &report.Report{}, "x", "")
	require.ErrorContains(t, err, "no runtime was found here")
}

func TestWhoWritesNext(t *testing.T) {
	t.Parallel()
	valve, wivrn, nix := "Valve", "the WiVRn project", "Nix"
	steam, monado := found("s", "SteamVR", "x86_64", "/s.json", "/s.so"), found("m", "Monado", "x86_64", "/m.json", "/m.so", active)
	steam.Vendor = &valve
	w := found("w", "WiVRn", "x86_64", "/w.json", "/w.so")
	w.Vendor = &wivrn
	r := &report.Report{Runtimes: []report.Runtime{steam, monado}}
	require.Equal(t, []string{writers[0].says}, WhoWritesNext(r, Chosen{Runtimes: []report.Runtime{monado}}))
	require.Empty(t, WhoWritesNext(r, Chosen{Runtimes: []report.Runtime{steam}}), "SteamVR does not take itself away")
	r.Runtimes[1].ManifestFiles[0].WrittenBy = &nix
	r.Runtimes = append(r.Runtimes, w)
	require.Equal(t, []string{writers[1].says, writers[3].says}, WhoWritesNext(r, Chosen{Runtimes: []report.Runtime{steam}}))
	r.Runtimes[1].ManifestFiles[0].Path = "/etc/xdg/openxr/1/active_runtime.json"
	require.Equal(t, []string{writers[1].says}, WhoWritesNext(r, Chosen{Runtimes: []report.Runtime{steam}}), "the choice of all users stays")
}

func TestPassingAway(t *testing.T) {
	t.Parallel()
	c := Chosen{Choice: activate.Choice{Manifests: map[string]string{"x86_64": "/nix/store/0-m/m.json", "i686": "/usr/m.json"}}}
	require.Len(t, c.PassingAway(), 1)
	require.Contains(t, c.PassingAway()[0], "/nix/store/0-m/m.json goes when Nix collects garbage")
}

func TestArchOfProgram(t *testing.T) {
	t.Parallel()
	require.Empty(t, archOfProgram(loader.Host{}, "/dev/null"))
	require.Empty(t, archOfProgram(loader.Host{}, t.TempDir()))
	program, err := os.Executable()
	require.NoError(t, err)
	require.Equal(t, loader.Host{}.ArchWord(), archOfProgram(loader.Host{}, program))
	narrow := filepath.Join(t.TempDir(), "program")
	require.NoError(t, os.WriteFile(narrow, stub.Library{Arch: "i686"}.Bytes(), 0o700))
	require.Equal(t, "i686", archOfProgram(loader.Host{GOOS: "linux"}, narrow))
}
