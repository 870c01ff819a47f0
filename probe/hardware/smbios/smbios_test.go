// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package smbios_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/smbios"
)

// structure makes a structure: its kind, what follows the number, and its texts.
func structure(kind byte, fixed []byte, texts ...string) []byte {
	made := append([]byte{kind, byte(4 + len(fixed)), 0, 0}, fixed...)
	for _, text := range texts {
		made = append(append(made, text...), 0)
	}
	if len(texts) == 0 {
		made = append(made, 0)
	}
	return append(made, 0)
}

// value makes the value of Windows' registry of structures.
func value(structures ...[]byte) []byte {
	table := slices.Concat(structures...)
	return append(binary.LittleEndian.AppendUint32([]byte{0, 3, 2, 0}, uint32(len(table))), table...)
}

// system is a structure of type 1: maker, product, version, serial number, then a UUID, of which the bytes are those of a secret, and more.
func system(product byte, texts ...string) []byte {
	return structure(1, slices.Concat([]byte{1, product, 3, 4}, []byte("SECRET-UUID-0000"), []byte{6, 5, 6}), texts...)
}

// enclosure is a structure of type 3: maker, kind, version, serial number, asset tag, and more.
func enclosure(kind byte) []byte {
	return structure(3, []byte{1, kind, 2, 3, 4, 3, 3, 3, 3}, "Maker", "1.0", "SECRET-SERIAL-2", "SECRET-TAG")
}

var (
	texts = []string{"Maker", "Book 5", "1.0", "SECRET-SERIAL-1", "SKU", "Family"}
	end   = structure(127, nil)
)

func TestWindows(t *testing.T) {
	t.Parallel()
	firmware := structure(0, []byte{1, 2, 0, 0, 3}, "Vendor", "1.2", "01/01/2020")
	for name, row := range map[string]struct {
		data []byte
		want smbios.Table
	}{
		"a laptop":                      {value(firmware, system(2, texts...), enclosure(10), end), smbios.Table{Enclosure: 10, Product: "Book 5"}},
		"a lock on the case":            {value(enclosure(0x80 | 7)), smbios.Table{Enclosure: 7}},
		"the first case counts":         {value(enclosure(3), enclosure(10)), smbios.Table{Enclosure: 3}},
		"a case without a kind":         {value(enclosure(0), enclosure(10)), smbios.Table{}},
		"nothing after the end":         {value(end, enclosure(3)), smbios.Table{}},
		"nothing":                       {value(), smbios.Table{}},
		"what follows the table":        {append(value(end), enclosure(3)...), smbios.Table{}},
		"no product":                    {value(system(0, texts...)), smbios.Table{}},
		"a product that is not there":   {value(system(9, "Maker", "Book 5")), smbios.Table{}},
		"a product of blanks":           {value(system(2, "Maker", "  ")), smbios.Table{}},
		"a short structure":             {value(structure(1, []byte{1}, "Maker"), structure(3, nil)), smbios.Table{}},
		"characters that are none":      {value(system(2, "Maker", "Bo\x1b[1mok\xff 5 ")), smbios.Table{Product: "Bo[1mok\uFFFD 5"}},
		"a name without limit":          {value(system(2, "Maker", strings.Repeat("é", 300))), smbios.Table{Product: strings.Repeat("é", 100)}},
		"a kind of structure of makers": {value(structure(255, []byte{1, 10}, "SECRET-OEM"), structure(128, nil), enclosure(9)), smbios.Table{Enclosure: 9}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := smbios.Windows(row.data)
			require.NoError(t, err)
			require.Equal(t, row.want, got)
			require.NotContains(t, fmt.Sprint(got), "SECRET")
		})
	}
}

func TestWindows_Faults(t *testing.T) {
	t.Parallel()
	whole := value(enclosure(10), system(2, texts...))
	for name, row := range map[string]struct {
		data []byte
		want smbios.Table
		err  string
	}{
		"nothing":              {nil, smbios.Table{}, "it has no header of eight bytes"},
		"a part of the header": {whole[:7], smbios.Table{}, "it has no header of eight bytes"},
		"cut in the texts":     {whole[:len(whole)-1], smbios.Table{Enclosure: 10}, "the table is cut off"},
		"cut in a structure":   {value([]byte{3, 9, 0, 0, 1, 10}), smbios.Table{}, "the table is cut off"},
		"cut in a head":        {value(enclosure(3), []byte{1, 27, 0}), smbios.Table{Enclosure: 3}, "the table is cut off"},
		"a length of three":    {value([]byte{3, 3, 0, 0, 0}), smbios.Table{}, "the table is cut off"},
		"a length that lies":   {append([]byte{0, 3, 2, 0, 0xff, 0xff, 0xff, 0xff}, enclosure(10)...), smbios.Table{Enclosure: 10}, "the table is cut off"},
		"too long":             {value(make([]byte, 1<<20+1)), smbios.Table{}, "the table has more than 1 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := smbios.Windows(row.data)
			require.EqualError(t, err, row.err)
			require.Equal(t, row.want, got)
		})
	}
}

// No bytes make the reader panic, and what it returns is bounded.
func FuzzWindows(f *testing.F) {
	f.Add(value(system(2, texts...), enclosure(10), end))
	f.Add(value(enclosure(0x83)))
	f.Add(value([]byte{3, 3, 0, 0, 0}))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, _ := smbios.Windows(data)
		require.LessOrEqual(t, got.Enclosure, 0x7f)
		require.LessOrEqual(t, len(got.Product), 200)
	})
}
