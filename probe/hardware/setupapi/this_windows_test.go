// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package setupapi_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/setupapi"
)

func isWine() bool {
	return windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
}

// Whatever is plugged in, each bus has a state, and each device its numbers and a place of its own.
func TestThis_ListsThisMachine(t *testing.T) {
	list := setupapi.This(false)
	require.Len(t, list.Buses, 4)
	state, why := because(t, list, report.BusUSB)
	t.Logf("USB: %s %s: %d devices; %d displays", state, why, len(list.USB), len(list.Displays))
	require.Contains(t, []report.BusState{report.BusRead, report.BusAbsent}, state)
	require.Equal(t, state == report.BusRead, list.USB != nil)
	places := map[string]bool{}
	for _, one := range list.USB {
		require.Regexp(t, `^[0-9a-f]{4}:[0-9a-f]{4}$`, one.ID)
		require.False(t, places[one.Place], one.Place)
		places[one.Place] = true
		require.Empty(t, one.Serial)
	}
	state, why = because(t, list, report.BusDisplay)
	require.Equal(t, report.BusRead, state, why)
	for _, one := range list.Displays {
		t.Logf("display %s %q with %d bytes of EDID", one.Place, one.ID, len(one.EDID))
		require.False(t, places[one.Place], one.Place)
		places[one.Place] = true
		require.Equal(t, new(true), one.Connected)
	}
}

// Wine takes devices from its registry, so exports of another machine make SetupAPI list what Recorded reads in them, and in what reg
// export writes again.
func TestThis_ListsWhatRecordedReads(t *testing.T) {
	if !isWine() {
		t.Skip("left out: it writes made-up devices into the registry, and this is no Wine")
	}
	var texts []string
	for _, name := range []string{"index.reg", "index-display.reg", "wine.reg"} {
		file := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(file, []byte(utf16LE(fixture(t, name))), 0o600)) // Wine takes texts in other files as those of a code page
		output, err := exec.Command("reg", "import", file).CombinedOutput()
		require.NoError(t, err, "%s", output)
		texts = append(texts, fixture(t, name))
	}
	for _, identify := range []bool{false, true} {
		got, want := setupapi.This(identify), setupapi.Recorded(read(t, texts...), identify)
		require.Len(t, want.USB, 7)
		require.Len(t, want.Displays, 2)
		require.Equal(t, want.Buses, got.Buses)
		require.Equal(t, want.USB, got.USB)
		require.ElementsMatch(t, want.Displays, got.Displays)
		require.Equal(t, "Index HMD", got.USB[4].Product)
	}
	requireNoSecret(t, setupapi.This(false).USB)

	var exported []string
	for _, enumerator := range []string{"USB", "DISPLAY"} {
		file := filepath.Join(t.TempDir(), "x.reg")
		output, err := exec.Command("reg", "export", `HKLM\SYSTEM\CurrentControlSet\Enum\`+enumerator, file, "/reg:64").CombinedOutput()
		require.NoError(t, err, "%s", output)
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		exported = append(exported, string(text))
	}
	got, want := setupapi.Recorded(read(t, exported...), true), setupapi.Recorded(read(t, texts...), true)
	require.Equal(t, want.USB, got.USB)
	require.ElementsMatch(t, want.Displays, got.Displays)
}
