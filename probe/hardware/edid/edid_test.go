// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/edid"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
)

func TestParse_RealDisplays(t *testing.T) {
	t.Parallel()
	all := fixtures(t)
	files, err := filepath.Glob("testdata/*.hex")
	require.NoError(t, err)
	require.Len(t, all, len(files), "each file has a row")
	for _, want := range all {
		t.Run(want.name, func(t *testing.T) {
			t.Parallel()
			got, err := edid.Parse(want.raw)
			require.NoError(t, err)
			require.Equal(t, want.vendor, got.Vendor)
			require.Equal(t, want.product, got.Product)
			require.Equal(t, want.displayName, got.Name)
			require.Equal(t, want.extensions, got.Extensions)
			require.Len(t, got.Blocks, 1+want.extensions-want.missing)
			require.Equal(t, want.missing > 0, got.Missing() != "")
			require.Equal(t, want.excess, got.Excess)
			require.Equal(t, want.largest, cell(got.LargestMode))
			require.Equal(t, want.sizeCM, cell(got.SizeCM))
			require.Equal(t, want.declares, joined(got.Declares()))
			require.Equal(t, want.nonDesktop, joined(got.NonDesktop()))
			require.Nil(t, got.Identity)
			for _, block := range got.Blocks {
				require.True(t, block.ChecksumOK)
			}
			alone, err := edid.Parse(want.own())
			require.NoError(t, err)
			alone.Excess = got.Excess
			require.Equal(t, alone, got, "what follows the declared blocks counts for nothing")
		})
	}
}

// The three facts about a display are independent, and no negative control has one of them.
func TestDisplay_HeadsetsAndNothingElse(t *testing.T) {
	t.Parallel()
	for _, f := range fixtures(t) {
		display, err := edid.Parse(f.raw)
		require.NoError(t, err)
		rows := known.Displays(display.Vendor, display.Product, display.Name)
		if !f.is("headset") {
			require.Empty(t, display.Declares(), f.name)
			require.Empty(t, display.NonDesktop(), f.name)
		}
		if f.is("negative") {
			require.Empty(t, rows, f.name)
			continue
		}
		require.Len(t, rows, 1, f.name)
		require.Equal(t, f.kind, string(rows[0].Kind), f.name)
	}
}

func TestParse_Refuses(t *testing.T) {
	t.Parallel()
	whole := find(t, "vive").raw
	for _, row := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"nothing", nil, "not an EDID: it has 0 bytes, and needs 128 or more"},
		{"a text", []byte("no EDID"), "not an EDID: it has 7 bytes, and needs 128 or more"},
		{"the header", whole[:8], "not a whole EDID: it ends after 8 of at least 128 bytes"},
		{"a part of a block", whole[:127], "not a whole EDID: it ends after 127 of at least 128 bytes"},
		{"zeros", make([]byte, 256), "not an EDID: it does not begin with 00 ff ff ff ff ff ff 00"},
		{"the second block", whole[128:], "not an EDID: it does not begin with 00 ff ff ff ff ff ff 00"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			display, err := edid.Reader{Identify: true}.Parse(row.raw)
			require.ErrorIs(t, err, edid.ErrNotEDID)
			var typed *edid.Error
			require.ErrorAs(t, err, &typed)
			require.Equal(t, len(row.raw), typed.Length)
			require.EqualError(t, err, row.want)
			require.Zero(t, display)
		})
	}
}

func TestParse_MissingBlocks(t *testing.T) {
	t.Parallel()
	whole := find(t, "wmr-hp-reverb").own()
	for _, row := range []struct {
		length, blocks int
		missing        string
		largest        string
		declares       string
	}{
		{128, 1, "it declares 2 extensions, and 0 are there", "2880x1440", "-"},
		{255, 1, "it declares 2 extensions, and 0 are there", "2880x1440", "-"},
		{256, 2, "it declares 2 extensions, and 1 are there", "2880x1440", "microsoft"},
		{384, 3, "", "4320x2160", "microsoft"},
	} {
		display, err := edid.Parse(whole[:row.length])
		require.NoError(t, err)
		require.Len(t, display.Blocks, row.blocks)
		require.Equal(t, row.missing, display.Missing())
		require.Equal(t, row.largest, cell(display.LargestMode))
		require.Equal(t, row.declares, joined(display.Declares()))
		require.Equal(t, "HPN36C1", display.ID())
	}
	display, err := edid.Parse(find(t, "vive").raw[:128])
	require.NoError(t, err)
	require.Equal(t, "it declares 1 extension, and 0 are there", display.Missing())
}

// A block with a wrong checksum is read like any other.
func TestParse_ChecksumsAreFacts(t *testing.T) {
	t.Parallel()
	raw := slices.Clone(find(t, "wmr-dell").raw)
	raw[255]++
	display, err := edid.Parse(raw)
	require.NoError(t, err)
	require.Equal(t, []edid.Block{{Tag: 0, ChecksumOK: true}, {Tag: 2, ChecksumOK: false}}, display.Blocks)
	require.Equal(t, "microsoft", joined(display.Declares()))
}

func TestParse_Microsoft(t *testing.T) {
	t.Parallel()
	dell := find(t, "wmr-dell")
	at := bytes.Index(dell.raw, []byte("\x75\x5c\x12\xca"))
	for _, row := range []struct {
		name                           string
		length, version, flags         byte
		want                           *edid.Microsoft
		declares, nonDesktop, otherOUI string
	}{
		{name: "Windows Mixed Reality", version: 1, flags: 7, want: &edid.Microsoft{Version: 1, Use: 7}, declares: "microsoft", nonDesktop: "microsoft"},
		{name: "another compositor", version: 2, flags: 7, want: &edid.Microsoft{Version: 2, Use: 7}, declares: "microsoft", nonDesktop: "microsoft"},
		{name: "augmented reality", version: 2, flags: 8, want: &edid.Microsoft{Version: 2, Use: 8}, declares: "microsoft", nonDesktop: "microsoft"},
		{name: "a medical display", version: 3, flags: 17, want: &edid.Microsoft{Version: 3, Use: 17}, declares: "-", nonDesktop: "microsoft"},
		{name: "a medical display for the desktop", version: 3, flags: 0x40 | 17, want: &edid.Microsoft{Version: 3, Use: 17, Desktop: true}, declares: "-", nonDesktop: "-"},
		{name: "a headset for the desktop", version: 3, flags: 0x60 | 7, want: &edid.Microsoft{Version: 3, Use: 7, Desktop: true, ThirdParty: true}, declares: "microsoft", nonDesktop: "-"},
		{name: "a later version", version: 4, flags: 7, want: &edid.Microsoft{Version: 4, Use: 7}, declares: "microsoft", nonDesktop: "-"},
		{name: "a shorter block", length: 0x74, version: 1, flags: 7, declares: "-", nonDesktop: "-"},
		{name: "another vendor's block", version: 1, flags: 7, otherOUI: "\x5d", declares: "-", nonDesktop: "-"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			raw := slices.Clone(dell.raw)
			raw[10]++ // A product that the kernel does not list.
			raw[at+4], raw[at+5] = row.version, row.flags
			if row.length != 0 {
				raw[at] = row.length
			}
			copy(raw[at+1:], row.otherOUI)
			display, err := edid.Parse(mend(raw))
			require.NoError(t, err)
			require.Equal(t, row.want, display.Microsoft)
			require.Equal(t, row.declares, joined(display.Declares()))
			require.Equal(t, row.nonDesktop, joined(display.NonDesktop()))
		})
	}
}

func TestParse_DisplayIDUse(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name                 string
		version, length, use byte
		declares, nonDesktop string
	}{
		{"virtual reality", 0x20, 121, 7, "displayid", "displayid"},
		{"augmented reality", 0x20, 121, 8, "displayid", "displayid"},
		{"gaming", 0x20, 121, 5, "-", "-"},
		{"not a use case before 2.0", 0x13, 121, 7, "-", "-"},
		{"a later version", 0x21, 121, 7, "displayid", "-"},
		{"no data block", 0x20, 0, 7, "displayid", "-"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			raw := slices.Clone(find(t, "beyond").raw)
			raw[129], raw[130], raw[131] = row.version, row.length, row.use
			display, err := edid.Parse(raw)
			require.NoError(t, err)
			require.Equal(t, row.declares, joined(display.Declares()))
			require.Equal(t, row.nonDesktop, joined(display.NonDesktop()))
		})
	}
}

// The name of a display is safe to print, and is never the serial number.
func TestParse_Name(t *testing.T) {
	t.Parallel()
	vive := find(t, "vive").raw
	at := bytes.Index(vive, []byte("HTC-VIVE\n"))
	for text, want := range map[string]string{
		"A\n           ": "A", "12 characters\x00": "12 characters", "  two words  ": "  two words", "a\x1b[31mb\n    ": "a",
		"\n            ": "", "a\xffb\n         ": "a", "a\nb          ": "a",
	} {
		raw := slices.Clone(vive)
		copy(raw[at:at+13], text)
		display, err := edid.Parse(raw)
		require.NoError(t, err)
		require.Equal(t, want, display.Name, "%q", text)
	}
	raw := slices.Clone(vive)
	raw[at-2] = 0xfe // A text that may be anything.
	display, err := edid.Parse(raw)
	require.NoError(t, err)
	require.Empty(t, display.Name)
}

// Of several names the first one counts, and a CTA-861 block may have one, too.
func TestParse_FirstName(t *testing.T) {
	t.Parallel()
	const first, second = "\x00\x00\x00\xfc\x00first\n       ", "\x00\x00\x00\xfc\x00second\n      "
	raw := made{block: cta(3, nil, []byte(second), []byte(first))}.raw(t)
	require.Equal(t, "HTC-VIVE", parsed(t, raw).Name)
	copy(raw[54:], dummy+dummy+dummy+dummy)
	require.Equal(t, "second", parsed(t, raw).Name)
	copy(raw[72:], first)
	require.Equal(t, "first", parsed(t, raw).Name)
}

func parsed(t *testing.T, raw []byte) edid.Display {
	t.Helper()
	display, err := edid.Parse(raw)
	require.NoError(t, err)
	return display
}

func TestID_NeedsOnlyTheFirstBytes(t *testing.T) {
	t.Parallel()
	raw := find(t, "vive").raw
	require.Equal(t, "HVRAA01", edid.ID(raw))
	require.Equal(t, "HVRAA01", edid.ID(raw[:12]))
	require.Empty(t, edid.ID(raw[:11]))
	require.Empty(t, edid.ID(make([]byte, 128)))
}
