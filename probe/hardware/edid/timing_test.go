// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/edid"
)

// made is an EDID that no display has: that of an HTC Vive without its timings, with one
// extension that has some.
type made struct {
	name  string
	block []byte
	want  []edid.Timing
	// ours says that edid-decode 2022-03-15 does not know the type of the timing, or numbers it otherwise.
	ours bool
}

func (m made) raw(t testing.TB) []byte {
	t.Helper()
	raw := slices.Clone(find(t, "vive").raw[:edid.BlockSize])
	copy(raw[54:], dummy+dummy)
	raw = append(raw, make([]byte, edid.BlockSize)...)
	copy(raw[edid.BlockSize:], m.block)
	return mend(raw)
}

const dummy = "\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

// detailed makes a detailed timing of 18 bytes.
func detailed(width, height int, flags byte) []byte {
	return []byte{
		0x10, 0x27, byte(width), 80, byte(width>>8) << 4, byte(height), 40, byte(height>>8) << 4, 8, 32, 0x35, 0, 0, 0, 0, 0, 0, flags,
	}
}

// typeI makes a timing of type I or VII.
func typeI(width, height int, options byte) []byte {
	return []byte{
		0x10, 0x27, 0x02, options, byte(width - 1), byte((width - 1) >> 8), 79, 0, 7, 0, 31, 0, byte(height - 1), byte((height - 1) >> 8), 39, 0, 2, 0, 4, 0,
	}
}

// displayID makes a DisplayID block of data blocks.
func displayID(version byte, blocks ...[]byte) []byte {
	return append([]byte{0x70, version, 121, 3, 0}, slices.Concat(blocks...)...)
}

// data makes a data block of DisplayID.
func data(tag, revision byte, payload ...[]byte) []byte {
	all := slices.Concat(payload...)
	return append([]byte{tag, revision, byte(len(all))}, all...)
}

// cta makes a CTA-861 block of data blocks and descriptors.
func cta(revision byte, blocks []byte, descriptors ...[]byte) []byte {
	return slices.Concat(append([][]byte{{2, revision, byte(4 + len(blocks)), 0}, blocks}, descriptors...)...)
}

// extended makes an extended data block of CTA-861.
func extended(tag byte, payload []byte) []byte {
	return append([]byte{7<<5 | byte(1+len(payload)), tag}, payload...)
}

func progressive(sizes ...int) (all []edid.Timing) {
	for i := 0; i < len(sizes); i += 2 {
		all = append(all, edid.Timing{Size: edid.Size{Width: sizes[i], Height: sizes[i+1]}})
	}
	return all
}

func madeOnes() []made {
	interlaced := edid.Timing{Size: edid.Size{Width: 1440, Height: 480}, Interlaced: true}
	typeII := []byte{0x10, 0x27, 0x02, 0, 179, 9 << 1, 0x13, 0x9f, 0x05, 39, 0x24}
	typeV := []byte{0, 0, 0x3f, 0x0b, 0x9f, 0x05, 89}
	typeVI := []byte{0x10, 0x27, 0x02, 0x3f, 0x0b, 0x9f, 0x05, 79, 7, 0, 31, 39, 2, 4}
	typeVILong := append(slices.Clone(typeVI), 100, 100, 0)
	typeVILong[2] |= 0x40
	typeX := []byte{0, 0x3f, 0x0b, 0x9f, 0x05, 89}
	return []made{
		{name: "CTA, detailed", block: cta(3, nil, detailed(2880, 1440, 0x1e), detailed(4095, 2160, 0x1e)), want: progressive(2880, 1440, 4095, 2160)},
		{name: "CTA 1, detailed", block: cta(1, nil, detailed(2880, 1440, 0x1e)), want: progressive(2880, 1440)},
		{name: "CTA, interlaced", block: cta(3, nil, detailed(1440, 480, 0x9e), detailed(640, 480, 0x1e)), want: append([]edid.Timing{interlaced}, progressive(640, 480)...)},
		{name: "CTA, after zeros", block: cta(3, nil, detailed(640, 480, 0x1e), make([]byte, 18), detailed(2880, 1440, 0x1e)), want: progressive(640, 480)},
		{name: "CTA, after a descriptor", block: cta(3, nil, []byte(dummy), detailed(2880, 1440, 0x1e)), want: progressive(2880, 1440)},
		{name: "CTA, a slow clock", block: cta(3, nil, append([]byte{0x10, 0}, detailed(2880, 1440, 0x1e)[2:]...))},
		{name: "CTA, no descriptors", block: append([]byte{2, 3, 0, 0}, detailed(2880, 1440, 0x1e)...)},
		{name: "CTA, numbers of modes", block: cta(3, []byte{0x42, 97, 16}, detailed(640, 480, 0x1e)), want: progressive(640, 480)},
		{name: "CTA, type VII", block: cta(3, extended(0x22, append([]byte{2}, typeI(5088, 2544, 0)...))), want: progressive(5088, 2544)},
		{name: "CTA, type X", block: cta(3, extended(0x2a, append([]byte{0}, append(typeX, typeX...)...))), want: progressive(2880, 1440, 2880, 1440)},
		{name: "CTA, type X of seven bytes", block: cta(3, extended(0x2a, append([]byte{0x10}, append(typeX, 0)...))), want: progressive(2880, 1440)},
		{name: "CTA 2, data blocks", block: cta(2, extended(0x22, append([]byte{2}, typeI(5088, 2544, 0)...)))},
		{name: "VTB", block: slices.Concat([]byte{0x10, 1, 1, 0, 0}, detailed(2880, 1440, 0x1e), detailed(4000, 2000, 0x1e)), want: progressive(2880, 1440)},
		{name: "DisplayID, type I", block: displayID(0x12, data(3, 0, typeI(2880, 1600, 0), typeI(4320, 2160, 0x80))), want: progressive(2880, 1600, 4320, 2160)},
		{name: "DisplayID, type I interlaced", block: displayID(0x12, data(3, 0, typeI(1440, 480, 0x10))), want: []edid.Timing{interlaced}},
		{name: "DisplayID, type II", block: displayID(0x12, data(4, 0, typeII)), want: progressive(1440, 1440)},
		{name: "DisplayID, type V", block: displayID(0x12, data(0x11, 0, typeV)), want: progressive(2880, 1440)},
		{name: "DisplayID, type VI", block: displayID(0x12, data(0x13, 0, typeVI, typeVILong, typeVI)), want: progressive(2880, 1440, 2880, 1440, 2880, 1440)},
		{name: "DisplayID, type VII", block: displayID(0x20, data(0x22, 0, typeI(65536, 65536, 0))), want: progressive(65536, 65536)},
		{name: "DisplayID, type VII of 21 bytes", block: displayID(0x20, data(0x22, 0x10, typeI(2880, 1600, 0), []byte{0}, typeI(5088, 2544, 0), []byte{0})), want: progressive(2880, 1600, 5088, 2544)},
		{name: "DisplayID, type IX", block: displayID(0x20, data(0x24, 0, typeX)), want: progressive(2880, 1440)},
		{name: "DisplayID, type X", block: displayID(0x21, data(0x2a, 0, typeX)), want: progressive(2880, 1440), ours: true},
		{name: "DisplayID, after another block", block: displayID(0x20, data(0x7e, 0, []byte("123456")), data(0x22, 0, typeI(5088, 2544, 0))), want: progressive(5088, 2544)},
		{name: "DisplayID, CTA in it", block: displayID(0x20, data(0x81, 0, extended(0x22, append([]byte{2}, typeI(5088, 2544, 0)...)))), want: progressive(5088, 2544)},
		{name: "DisplayID, a block that does not fit", block: displayID(0x20, data(0x7e, 0, make([]byte, 90)), append([]byte{0x22, 0, 40}, typeI(5088, 2544, 0)...))},
		{name: "DisplayID, after padding", block: displayID(0x20, []byte{0, 0, 0}, data(0x22, 0, typeI(5088, 2544, 0)))},
		{name: "an unknown block", block: append([]byte{0x71}, typeI(5088, 2544, 0)...)},
	}
}

func TestTimings_OfEachType(t *testing.T) {
	t.Parallel()
	for _, row := range madeOnes() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := edid.Timings(row.raw(t))
			require.NoError(t, err)
			require.Equal(t, row.want, got)
		})
	}
}

func TestParse_LargestMode(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		want   string
		blocks []byte
	}{
		{"the most pixels", "2880x1440", cta(3, nil, detailed(640, 480, 0x1e), detailed(2880, 1440, 0x1e), detailed(3000, 600, 0x1e))},
		{"the first of equals", "1080x1920", cta(3, nil, detailed(1080, 1920, 0x1e), detailed(1920, 1080, 0x1e))},
		{"not interlaced", "640x480", cta(3, nil, detailed(1440, 1000, 0x9e), detailed(640, 480, 0x1e))},
		{"only interlaced", "-", cta(3, nil, detailed(1440, 1000, 0x9e))},
		{"no number of a mode", "-", cta(3, []byte{0x41, 97})},
	} {
		display, err := edid.Parse(made{block: row.blocks}.raw(t))
		require.NoError(t, err)
		require.Equal(t, row.want, cell(display.LargestMode), row.name)
	}
}
