// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package services

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The kernel writes a socket's inode with at least five characters, and no path where there is no name.
func TestListenersIn(t *testing.T) {
	t.Parallel()
	list := "Num       RefCount Protocol Flags    Type St Inode Path\n" +
		"0000000013bb7317: 00000002 00000000 00010000 0001 01  1662 /none/short\n" +
		"0000000013bb7317: 00000002 00000000 00010000 0001 01 1234567 /none/a b\n" +
		"0000000013bb7317: 00000003 00000000 00000000 0001 03  1661 /none/connected\n" +
		"0000000013bb7317: 00000002 00000000 00010000 0001 01  1663 @/none/abstract\n" +
		"0000000013bb7317: 00000002 00000000 00010000 0001 01  1664\n" +
		"0000000013bb7317: 00000002 00000000 0001zz00 0001 01  1664 /none/flags\n" +
		"rest\n\n"
	require.Equal(t, map[string]bool{"/none/short": true, "/none/a b": true}, listenersIn(list))
}

func FuzzListenersIn(f *testing.F) {
	f.Add("a: 2 0 00010000 0001 01 1 /x\n")
	f.Add("       \n")
	f.Fuzz(func(t *testing.T, list string) {
		for at := range listenersIn(list) {
			require.True(t, filepath.IsAbs(at))
		}
	})
}
