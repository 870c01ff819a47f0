// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package sockets

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAddress_ReadsTheKernelsNotation(t *testing.T) {
	t.Parallel()
	rows := map[string]string{
		"":                                      "",
		"0100007F":                              "0100007F",
		"0100007F:zz":                           "0100007F:zz",
		"xyz:1F90":                              "xyz:1F90",
		"01:1F90":                               "01:1F90",
		"0100007F0100007F:1F90":                 "0100007F0100007F:1F90",
		"00000000000000000000000000000000":      "00000000000000000000000000000000",
		"00000000000000000000000000000000:1F90": "[::]:8080",
	}
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		rows["0100007F:1F90"] = "127.0.0.1:8080"
		rows["00000000000000000000000001000000:0050"] = "[::1]:80"
	}
	for text, want := range rows {
		require.Equal(t, want, address(text), text)
	}
}

// The kernel writes an inode with at least five characters, and no path where there is no name.
func TestParseUnix(t *testing.T) {
	t.Parallel()
	table := "Num       RefCount Protocol Flags    Type St Inode Path\n" +
		"0000000013bb7317: 00000002 00000000 00010000 0001 01  1662 /none/short\n" +
		"0000000013bb7317: 00000002 00000000 00010000 0001 01 1234567 /none/a b\n" +
		"0000000013bb7317: 00000003 00000000 00000000 0001 03  1661 /none/connected\n" +
		"0000000013bb7317: 00000002 00000000 00010000 0001 01  1663 @/none/abstract\n" +
		"0000000013bb7317: 00000002 00000000 00010000 0001 01  1664\n" +
		"0000000013bb7317: 00000002 00000000 0001zz00 0001 01  1665 /none/flags\n" +
		"0000000013bb7317: 00000002 00000000 00010000 0001 01  zzzz /none/inode\n" +
		"rest\n\n"
	require.Equal(t, []Listener{
		{1662, NetworkUnix, "/none/short"}, {1234567, NetworkUnix, "/none/a b"}, {1663, NetworkUnix, "@/none/abstract"}, {1664, NetworkUnix, ""},
	}, parseUnix(table))
}

func TestParseTCP(t *testing.T) {
	t.Parallel()
	loopback, local := "0100007F", "127.0.0.1"
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		loopback = "7F000001"
	}
	table := "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n" +
		"   0: " + loopback + ":1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1234 1 0 100 0 0 10 0\n" +
		"   1: " + loopback + ":1F91 " + loopback + ":1F90 01 00000000:00000000 00:00000000 00000000     0        0 1235 1 0 100 0 0 10 0\n" +
		"   2: " + loopback + ":1F92 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 none 1\n" +
		"   3: cut\n"
	require.Equal(t, []Listener{{1234, NetworkTCP, local + ":8080"}}, parseTCP(table))
}

func FuzzParseUnix(f *testing.F) {
	f.Add("a: 2 0 00010000 0001 01 1 /x\n")
	f.Add("       \n")
	f.Fuzz(func(t *testing.T, table string) {
		for _, listener := range parseUnix(table) {
			require.Equal(t, NetworkUnix, listener.Network)
		}
	})
}
