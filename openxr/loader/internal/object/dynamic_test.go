// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package object_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/object"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

// complete is a library with everything that the reader reads.
var complete = loadertest.Library{
	Soname: "libx.so.1", Needed: []string{"liba.so", "libb.so.2"}, RPath: "/r", RunPath: "$ORIGIN:/q", NoDefaults: true,
	Requires: []loadertest.Version{{Library: "liba.so", Name: "A_1.0"}, {Library: "liba.so", Name: "A_2.0", Weak: true}, {Library: "libb.so.2", Name: "B_3"}},
	Defines:  []string{"libx.so.1", "X_1", "X_1.1"},
}

func TestReadDynamic_ReadsEverything(t *testing.T) {
	t.Parallel()
	for _, arch := range []string{"x86_64", "i686", "aarch64"} {
		library := complete
		library.Arch = arch
		got, err := object.ReadDynamic(bytes.NewReader(library.Bytes()))
		require.NoError(t, err)
		require.Equal(t, object.Dynamic{Arch: arch, Soname: "libx.so.1", Needed: []string{"liba.so", "libb.so.2"}, RPath: "/r", RunPath: "$ORIGIN:/q", NoDefaults: true,
			Requires: []object.Version{{Library: "liba.so", Name: "A_1.0"}, {Library: "libb.so.2", Name: "B_3"}},
			Defines:  []string{"libx.so.1", "X_1", "X_1.1"}, Versioned: true}, got, "a weak version is not required")
	}
}

func TestReadDynamic_OfALibraryWithoutVersions(t *testing.T) {
	t.Parallel()
	got, err := object.ReadDynamic(bytes.NewReader(loadertest.Library{}.Bytes()))
	require.NoError(t, err)
	require.Equal(t, object.Dynamic{Arch: "x86_64"}, got)
}

func TestReadDynamic_RefusesOtherFiles(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "\x7fEL", "#!/bin/sh\n", "MZ and more"} {
		_, err := object.ReadDynamic(bytes.NewReader([]byte(text)))
		require.ErrorIs(t, err, object.ErrNotObject, text)
	}
}

// A table that is cut short, or leads out of the file, defines what could be read, and is not all.
func TestReadDynamic_KnowsThatVersionsAreNotAllThere(t *testing.T) {
	t.Parallel()
	data := complete.Bytes()
	at := bytes.Index(data, binary.LittleEndian.AppendUint32([]byte{0, 0, 0, 0, 20, 0, 0, 0}, 28)) + 8
	require.Greater(t, at, 8, "the first definition's offset to the next")
	binary.LittleEndian.PutUint32(data[at:], 0x7fffffff)
	got, err := object.ReadDynamic(bytes.NewReader(data))
	require.NoError(t, err)
	require.Equal(t, []string{"libx.so.1"}, got.Defines)
	require.False(t, got.Versioned)
}

func TestReadDynamic_EndsForEveryDamage(t *testing.T) {
	t.Parallel()
	data := complete.Bytes()
	for i := range data {
		_, _ = object.ReadDynamic(bytes.NewReader(data[:i]))
		for _, value := range []byte{0, 1, 0x7f, 0xff} {
			damaged := bytes.Clone(data)
			damaged[i] = value
			got, _ := object.ReadDynamic(bytes.NewReader(damaged))
			require.LessOrEqual(t, len(got.Requires), 4096)
			require.LessOrEqual(t, len(got.Defines), 4096)
		}
	}
}

func FuzzReadDynamic(f *testing.F) {
	f.Add(complete.Bytes())
	f.Add(loadertest.Library{Arch: "i686", Requires: complete.Requires, Defines: complete.Defines}.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		got, _ := object.ReadDynamic(bytes.NewReader(data))
		require.LessOrEqual(t, len(got.Needed), 256)
		require.LessOrEqual(t, len(got.Requires), 4096)
		require.LessOrEqual(t, len(got.Defines), 4096)
	})
}
