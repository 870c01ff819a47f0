// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/edid"
)

// marks are values that no EDID has by chance, in all places that identify a device.
var marks = edid.Identity{
	Serial: 3735928559, SerialText: "QZ7-93415", DisplayIDSerial: 3405691582, DisplayIDSerialText: "XV8-60273",
	ContainerID: "a1b2c3d4-e5f6-9788-99aa-bbccddeeff01",
}

// marked returns the fixture's own bytes with an identity in each place that it has, and adds
// places where there is room. It also returns the identity that the bytes then have.
func marked(f fixture, identity edid.Identity) (raw []byte, has edid.Identity) {
	raw = slices.Clone(f.own())
	binary.LittleEndian.PutUint32(raw[12:], identity.Serial)
	has.Serial = identity.Serial
	if at := freeDescriptor(raw); at > 0 {
		copy(raw[at:], "\x00\x00\x00\xff\x00"+(identity.SerialText + "\n            ")[:13])
		has.SerialText = identity.SerialText
	}
	if at := strings.Index(string(raw), "\x75\x5c\x12\xca"); at > 0 {
		copy(raw[at+6:], containerBytes(identity.ContainerID))
		has.ContainerID = identity.ContainerID
	}
	for at := edid.BlockSize; at < len(raw); at += edid.BlockSize {
		if raw[at] == 0x70 {
			addProduct(raw[at:at+edid.BlockSize], identity)
			has.DisplayIDSerial, has.DisplayIDSerialText = identity.DisplayIDSerial, identity.DisplayIDSerialText
		}
	}
	return mend(raw), has
}

// freeDescriptor returns where a serial number as text is or could be in the base block, or 0.
func freeDescriptor(raw []byte) int {
	for _, tag := range []byte{0xff, 0x10} {
		for at := 54; at < 126; at += 18 {
			if raw[at] == 0 && raw[at+1] == 0 && raw[at+3] == tag {
				return at
			}
		}
	}
	return 0
}

// addProduct appends data blocks of DisplayID: the product identification and a serial number.
func addProduct(block []byte, identity edid.Identity) {
	at := 5
	for block[at] != 0 || block[at+2] != 0 {
		at += 3 + int(block[at+2])
	}
	product := append([]byte{0x20, 0, 12, 'X', 'Y', 'Z', 1, 2}, 0, 0, 0, 0, 1, 20, 0)
	binary.LittleEndian.PutUint32(product[8:], identity.DisplayIDSerial)
	text := append([]byte{0x0a, 0, 10}, (identity.DisplayIDSerialText + "\n         ")[:10]...)
	at += copy(block[at:], append(product, text...))
	block[2] = 121
}

func containerBytes(text string) []byte {
	var b []byte
	_, _ = fmt.Sscanf(strings.ReplaceAll(text, "-", ""), "%x", &b)
	return b
}

// A display with an identity reads as one without, but for Identity.
func TestParse_IdentityIsNowhereElse(t *testing.T) {
	t.Parallel()
	texts, containers, products := 0, 0, 0
	for _, f := range fixtures(t) {
		blank, _ := marked(f, edid.Identity{ContainerID: strings.Repeat("00", 16)})
		raw, has := marked(f, marks)
		require.NotEqual(t, blank, raw)
		want, err := edid.Parse(blank)
		require.NoError(t, err)
		got, err := edid.Parse(raw)
		require.NoError(t, err)
		require.Equal(t, want, got, f.name)

		identified, err := edid.Reader{Identify: true}.Parse(raw)
		require.NoError(t, err)
		require.Equal(t, &has, identified.Identity, f.name)
		identified.Identity = nil
		require.Equal(t, want, identified, f.name)
		for _, word := range []string{marks.SerialText, marks.DisplayIDSerialText, "a1b2", "3735928559", "3405691582", "deadbeef", "cafebabe"} {
			require.NotContains(t, strings.ToLower(everything(t, got)), strings.ToLower(word), f.name)
		}
		texts, containers, products = texts+count(has.SerialText), containers+count(has.ContainerID), products+count(has.DisplayIDSerialText)
	}
	require.Greater(t, texts, 10)
	require.Greater(t, containers, 5)
	require.Greater(t, products, 5)
}

func count(text string) int { return min(len(text), 1) }

// everything returns all that a display has, in words.
func everything(t *testing.T, display edid.Display) string {
	t.Helper()
	written, err := json.Marshal(display)
	require.NoError(t, err)
	return fmt.Sprintf("%s %+v %#v %s %s", written, display, display, display.ID(), display.Missing())
}

// DisplayID 2.0 has a Container ID of its own.
func TestParse_ContainerIDOfDisplayID(t *testing.T) {
	t.Parallel()
	raw := slices.Clone(find(t, "beyond").own())
	block := append([]byte{0x29, 0, 16}, containerBytes(marks.ContainerID)...)
	copy(raw[128+5:], block)
	display, err := edid.Reader{Identify: true}.Parse(mend(raw))
	require.NoError(t, err)
	require.Equal(t, marks.ContainerID, display.Identity.ContainerID)
}
