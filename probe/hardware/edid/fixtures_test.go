// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid_test

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/edid"
)

// fixture is a row of testdata/index.tsv, with the bytes of its file.
type fixture struct {
	name, kind, vendor                    string
	product                               uint16
	displayName                           string
	extensions, missing, excess           int
	largest, sizeCM, declares, nonDesktop string
	raw                                   []byte
}

// is reports whether the fixture is of one of these kinds.
func (f fixture) is(kinds ...string) bool {
	for _, kind := range kinds {
		if f.kind == kind {
			return true
		}
	}
	return false
}

// own returns the bytes that are the display's.
func (f fixture) own() []byte { return f.raw[:len(f.raw)-f.excess] }

func fixtures(t testing.TB) []fixture {
	t.Helper()
	index, err := os.ReadFile("testdata/index.tsv")
	require.NoError(t, err)
	var all []fixture
	for line := range strings.Lines(string(index)) {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "name\t") {
			continue
		}
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		require.Len(t, fields, 13, line)
		product, err := strconv.ParseUint(fields[3], 16, 16)
		require.NoError(t, err)
		all = append(all, fixture{
			name: fields[0], kind: fields[1], vendor: fields[2], product: uint16(product), displayName: dash(fields[4]),
			extensions: number(t, fields[5]), missing: number(t, fields[6]), excess: number(t, fields[7]),
			largest: fields[8], sizeCM: fields[9], declares: fields[10], nonDesktop: fields[11], raw: hexFile(t, fields[0]),
		})
	}
	return all
}

func number(t testing.TB, digits string) int {
	t.Helper()
	number, err := strconv.Atoi(digits)
	require.NoError(t, err)
	return number
}

// dash returns "" for "-".
func dash(cell string) string {
	if cell == "-" {
		return ""
	}
	return cell
}

func hexFile(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".hex"))
	require.NoError(t, err)
	raw, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	require.NoError(t, err)
	return raw
}

func find(t testing.TB, name string) fixture {
	t.Helper()
	for _, f := range fixtures(t) {
		if f.name == name {
			return f
		}
	}
	require.FailNow(t, "no such fixture", name)
	return fixture{}
}

func cell(size edid.Size) string {
	if size == (edid.Size{}) {
		return "-"
	}
	return fmt.Sprintf("%dx%d", size.Width, size.Height)
}

func joined(signs []edid.Sign) string {
	var words []string
	for _, sign := range signs {
		words = append(words, string(sign))
	}
	if words == nil {
		return "-"
	}
	return strings.Join(words, "+")
}

// mend makes the checksums of all blocks right again, and those of DisplayID sections.
func mend(raw []byte) []byte {
	for at := 0; at+edid.BlockSize <= len(raw); at += edid.BlockSize {
		block := raw[at : at+edid.BlockSize]
		if end := 5 + int(block[2]); at > 0 && block[0] == 0x70 && end < edid.BlockSize-1 {
			block[end] = minusSum(block[1:end])
		}
		block[edid.BlockSize-1] = minusSum(block[:edid.BlockSize-1])
	}
	return raw
}

func minusSum(b []byte) (sum byte) {
	for _, one := range b {
		sum -= one
	}
	return sum
}
