// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/identity"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

func twoRuntimes() *report.Report {
	return &report.Report{Runtimes: []report.Runtime{
		{
			ID: "steamxr_linux64", Active: true, Manifest: "/a.json", Manifests: []string{"/a.json", "/b.json"}, Source: "HOME",
			Library: new("/steam/vrclient.so"), Owner: new("steam"), Arch: new("x86_64"), Name: new("SteamVR"), Vendor: new("Valve"), Reached: new(report.LevelLibrary),
		},
		{ID: "openxr_own", Manifest: "/c.json", Manifests: []string{"/c.json"}, Source: "HOME", Cause: &report.Cause{Code: "library_missing"}},
	}}
}

func printed(r *report.Report, aligned bool) string {
	p := &prose.Writer{Aligned: aligned, Width: 100}
	identity.Tables(p, r)
	return p.String()
}

func TestTables_NameLibrariesAndOwners(t *testing.T) {
	t.Parallel()
	require.Equal(t, "runtime\tsteamxr_linux64\tyes\tusable\tx86_64\tHOME\t/a.json\tSteamVR\tsteam\t/steam/vrclient.so\tValve\n"+
		"runtime\topenxr_own\tno\tlibrary_missing\tunknown\tHOME\t/c.json\tunknown\tunknown\tunknown\tunknown\n"+
		"manifest\tsteamxr_linux64\t/b.json\n", printed(twoRuntimes(), false))
	require.Equal(t, `RUNTIME          ACTIVE  STATE            ARCH     FROM  WHOSE    VENDOR   NAME
steamxr_linux64  yes     usable           x86_64   HOME  Steam's  Valve    SteamVR
openxr_own       no      library_missing  unknown  HOME  unknown  unknown  unknown

RUNTIME          FILE      PATH
steamxr_linux64  library   /steam/vrclient.so
steamxr_linux64  manifest  /a.json
steamxr_linux64  manifest  /b.json
openxr_own       library   unknown
openxr_own       manifest  /c.json
`, printed(twoRuntimes(), true))
}

// If the search for the active runtime failed, "no" and "none" would be guesses.
func TestTables_AFailedSearchIsUnknown(t *testing.T) {
	t.Parallel()
	r := twoRuntimes()
	r.Problems = []report.Problem{{ID: report.ProblemDiscoveryFailed}}
	r.Runtimes = r.Runtimes[1:]
	require.Contains(t, printed(r, false), "runtime\topenxr_own\tunknown\t")
	r.Runtimes = nil
	require.Equal(t, "Runtimes  none found; which runtime is active is unknown\n", printed(r, true))
	require.Equal(t, "Runtimes  none found\n", printed(&report.Report{Runtimes: []report.Runtime{}}, true))
	require.Empty(t, printed(r, false))
}

func TestFiles_SayWhoseTheLibraryIs(t *testing.T) {
	t.Parallel()
	runtimes := twoRuntimes().Runtimes
	require.Equal(t, []string{"library /steam/vrclient.so, Steam's", "/b.json names this library too"}, identity.Files(runtimes[0]))
	require.Empty(t, identity.Files(runtimes[1]))
	runtimes[1].Library = new("/srv/x.so")
	require.Equal(t, []string{"library /srv/x.so"}, identity.Files(runtimes[1]))
	for owner, words := range map[string]string{
		"user": "the user's own", "machine": "the machine's", "flatpak": "a flatpak's", "snap": "a snap's", "package": "a package's",
	} {
		runtimes[1].Owner = &owner
		require.Equal(t, []string{"library /srv/x.so, " + words}, identity.Files(runtimes[1]))
	}
}

// What files tell of each path is below it; in a pipe it is a line of its own.
func TestTables_TellOfEachPath(t *testing.T) {
	t.Parallel()
	r := twoRuntimes()
	r.Runtimes = r.Runtimes[:1]
	r.Runtimes[0].ManifestFiles = []report.ManifestFile{
		{Path: "/a.json", LeadsTo: new("/c.json"), Source: "the configuration", WrittenBy: new("WiVRn"), ActiveFor: []string{"programs for x86_64", "programs of another user"}},
		{Path: "/b.json", Source: "a flatpak", WrittenByUnknown: new("no package lists it"), ActiveFor: []string{}, ShadowedBy: new("/a.json"), Stale: new("its library is gone")},
	}
	require.Contains(t, printed(r, true), `RUNTIME          FILE          PATH
steamxr_linux64  library       /steam/vrclient.so
steamxr_linux64  manifest      /a.json
steamxr_linux64    a link to   /c.json
steamxr_linux64    from        the configuration
steamxr_linux64    written by  WiVRn
steamxr_linux64    active for  programs for x86_64; programs of another user
steamxr_linux64  manifest      /b.json
steamxr_linux64    from        a flatpak
steamxr_linux64    written by  unknown: no package lists it
steamxr_linux64    not read    because /a.json comes first
steamxr_linux64    stale       its library is gone
`)
	require.Contains(t, printed(r, false), "place\tsteamxr_linux64\t/a.json\t/c.json\tthe configuration\tWiVRn\tprograms for x86_64; programs of another user\tnone\tnone\n"+
		"place\tsteamxr_linux64\t/b.json\tnone\ta flatpak\tunknown\tnone\t/a.json\tits library is gone\n")
}
