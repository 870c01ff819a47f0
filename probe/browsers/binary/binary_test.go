// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package binary

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestRead(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		text          string
		openXR, webXR bool
		chromium      []Version
		electron      string
	}{
		"nothing":                       {"", false, false, nil, ""},
		"the loader, compiled in":       {"\x7fELF\x00xrCreateInstance\x00", true, false, nil, ""},
		"the loader, as a library":      {"libopenxr_loader.so.1\x00", true, false, nil, ""},
		"the loader of Windows":         {"openxr_loader.dll\x00", true, false, nil, ""},
		"a word that is like OpenXR's":  {"xrCreateInstanc\x00openxr\x00", false, false, nil, ""},
		"WebXR alone":                   {"isSessionSupported\x00", false, true, nil, ""},
		"Chromium":                      {"\x00153.0.8010.0\x00x\x00156.0.8078.108\x00156.0.8078.108\x00", false, false, []Version{{156, 0, 8078, 108}, {153, 0, 8010, 0}}, ""},
		"Chromium at both ends":         {"156.0.8078.108", false, false, []Version{{156, 0, 8078, 108}}, ""},
		"versions of other things":      {"\x001.0.1234.5\x00\x0012.0.706.0x\x00v12.0.7706.0\x0010.0.19041.1.1\x0010.0.99999.1\x00127.0.0.1\x00", false, false, nil, ""},
		"Electron":                      {"Chrome/138.0.7204.251 Electron/37.7.1\x00", false, false, nil, "37.7.1"},
		"Electron, as a pattern before": {"Chrome/%s Electron/%s\x00 Electron/37.7.1", false, false, nil, "37.7.1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := Read(strings.NewReader(row.text))
			require.NoError(t, err)
			require.Equal(t, row.openXR, found.OpenXR())
			require.Equal(t, row.webXR, found.WebXR())
			require.Equal(t, row.chromium, found.Chromium)
			require.Equal(t, row.electron, found.Electron)
		})
	}
}

// What lies across two parts of a file is found, wherever the border is.
func TestRead_FindsWhatLiesAcrossABorder(t *testing.T) {
	t.Parallel()
	const words = "\x00157.0.8088.0\x00 Electron/42.1.19\x00xrCreateInstance\x00isSessionSupported\x00"
	for at := overlap + chunk - len(words) - 2; at < overlap+chunk+2; at++ {
		found, err := Read(io.MultiReader(bytes.NewReader(make([]byte, at)), strings.NewReader(words), bytes.NewReader(make([]byte, 10))))
		require.NoError(t, err)
		require.True(t, found.OpenXR() && found.WebXR(), at)
		require.Equal(t, []Version{{157, 0, 8088, 0}}, found.Chromium, at)
		require.Equal(t, "42.1.19", found.Electron, at)
	}
}

// A version of which the border cuts digits off is no other version.
func TestRead_NoVersionIsMadeOfAPart(t *testing.T) {
	t.Parallel()
	const version = "\x00157.0.8088.1234\x00"
	for at := chunk - 2*len(version); at < overlap+chunk+2; at += 1 {
		found, err := Read(io.MultiReader(bytes.NewReader(make([]byte, at)), strings.NewReader(version), bytes.NewReader(make([]byte, 2*chunk))))
		require.NoError(t, err)
		require.Equal(t, []Version{{157, 0, 8088, 1234}}, found.Chromium, at)
		if at == chunk {
			at = overlap + chunk - 2*len(version) // between the two borders nothing is cut
		}
	}
}

func TestRead_KeepsTheGreatestVersions(t *testing.T) {
	t.Parallel()
	text := "\x00"
	for _, major := range []string{"99", "100", "101", "102", "103", "104", "105", "106", "107", "108", "109", "110", "111", "112", "113", "114", "115", "116"} {
		text += major + ".0.1234.0\x00"
	}
	found, err := Read(strings.NewReader(text))
	require.NoError(t, err)
	require.Len(t, found.Chromium, maxVersions)
	require.Equal(t, Version{116, 0, 1234, 0}, found.Chromium[0])
	require.Equal(t, Version{101, 0, 1234, 0}, found.Chromium[maxVersions-1])
}

func TestRead_Fails(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	_, err := Read(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	_, err = Read(endless{})
	require.ErrorIs(t, err, ErrTooLarge)
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// A large file needs no more memory than the two chunks.
func TestRead_NeedsLittleMemoryForALargeFile(t *testing.T) { // not in parallel: others allocate, too
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Read(io.LimitReader(endless{}, 256*chunk))
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(8*chunk))
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("\x00156.0.8078.108\x00 Electron/37.7.1"), 3)
	f.Add([]byte("xrCreateInstance.0..0.0.0.0.0"), 0)
	f.Fuzz(func(t *testing.T, data []byte, fill int) {
		found, err := Read(bytes.NewReader(data))
		require.NoError(t, err)
		require.LessOrEqual(t, len(found.Chromium), maxVersions)
		if fill < 0 || fill > 4*overlap {
			return
		}
		// The same file behind zeros, so that a border is elsewhere.
		shifted, err := Read(io.MultiReader(bytes.NewReader(make([]byte, overlap+chunk-fill)), bytes.NewReader(data)))
		require.NoError(t, err)
		if len(data) < overlap && bytes.HasPrefix(data, []byte{0}) {
			require.Equal(t, found.OpenXR(), shifted.OpenXR())
			require.Equal(t, found.Chromium, shifted.Chromium)
			require.Equal(t, found.Electron, shifted.Electron)
		}
	})
}
