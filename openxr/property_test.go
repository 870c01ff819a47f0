// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Members are read one by one; the padding between them does not matter.
func TestProperty_ReadsEachMember(t *testing.T) {
	t.Parallel()
	const padding = 0x77 // written where no member is
	s := xr.PropertyStruct{Name: "XrS", Size: 64, Members: []xr.PropertyMember{
		{Name: "yes", Type: "XrBool32", Kind: xr.MemberBool, Offset: 16, Size: 4},
		{Name: "few", Kind: xr.MemberNumber, Offset: 20, Size: 2},
		{Name: "which", Type: "XrWhich", Kind: xr.MemberEnum, Offset: 24, Size: 4, Names: []xr.NamedValue{{Name: "XR_A", Value: 1}, {Name: "XR_B", Value: 0xffffffff}}},
		{Name: "flags", Kind: xr.MemberFlags, Offset: 32, Size: 8, Names: []xr.NamedValue{{Name: "XR_F", Value: 1}, {Name: "XR_G", Value: 6}}},
		{Name: "id", Kind: xr.MemberUUID, Offset: 40, Size: 16},
		{Name: "byte", Kind: xr.MemberNumber, Offset: 56, Size: 1},
		{Name: "metres", Type: "float", Kind: xr.MemberFloat, Offset: 60, Size: 4},
	}}
	rows := []struct {
		name   string
		writes map[int][]byte
		state  PropertyState
		values map[string]Value
		err    string
	}{
		{"nothing", nil, PropertyUntouched, map[string]Value{}, ""},
		{"padding", map[int][]byte{22: {padding, padding}, 57: {padding}}, PropertyUntouched, map[string]Value{}, ""},
		{"true", map[int][]byte{16: {1, 0, 0, 0}}, PropertyReported, map[string]Value{"yes": boolValue(true)}, ""},
		{"false", map[int][]byte{16: {0, 0, 0, 0}}, PropertyReported, map[string]Value{"yes": boolValue(false)}, ""},
		{"neither", map[int][]byte{16: {2, 0, 0, 0}}, PropertyReported, map[string]Value{}, "wrote 2 to XrS.yes, which is not a value of the type XrBool32"},
		{"one byte of four", map[int][]byte{16: {1}, 56: {3}}, PropertyReported, map[string]Value{"byte": numberValue(3)}, "wrote 2779096321 to XrS.yes"},
		{"a number", map[int][]byte{20: {1, 2}}, PropertyReported, map[string]Value{"few": numberValue(0x201)}, ""},
		{"an enumerant", map[int][]byte{24: {255, 255, 255, 255}}, PropertyReported, map[string]Value{"which": textValue("XR_B")}, ""},
		{"an unknown enumerant", map[int][]byte{24: {254, 255, 255, 255}}, PropertyReported, map[string]Value{"which": textValue("XrWhich(-2)")}, ""},
		{"flags", map[int][]byte{32: {7, 0, 0, 0, 0, 0, 0, 0}}, PropertyReported, map[string]Value{"flags": namesValue([]string{"XR_F", "XR_G"})}, ""},
		{"unknown flags", map[int][]byte{32: {3, 0, 0, 0, 0, 0, 0, 128}}, PropertyReported, map[string]Value{"flags": namesValue([]string{"XR_F", "0x8000000000000002"})}, ""},
		{"no flags", map[int][]byte{32: make([]byte, 8)}, PropertyReported, map[string]Value{"flags": namesValue([]string{})}, ""},
		{"a float", map[int][]byte{60: {0, 0, 0x20, 0xc0}}, PropertyReported, map[string]Value{"metres": realValue(-2.5)}, ""},
		{"infinity", map[int][]byte{60: {0, 0, 0x80, 0x7f}}, PropertyReported, map[string]Value{"metres": textValue("Infinity")}, ""},
		{"no number", map[int][]byte{60: {0, 0, 0xc0, 0x7f}}, PropertyReported, map[string]Value{}, "wrote NaN to XrS.metres, which is not a value of the type float"},
		{"an identifier", map[int][]byte{40: {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}}, PropertyReported, map[string]Value{"id": textValue("00010203-0405-0607-0809-0a0b0c0d0e0f")}, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			memory := make([]byte, s.Size)
			for i := range memory {
				memory[i] = untouched
			}
			for _, start := range startsOf(s, memory, 0) {
				copy(start.member, start.value)
			}
			for at, content := range row.writes {
				copy(memory[at:], content)
			}
			got := Property{Struct: s}
			got.read("xrGetS", memory, 0)
			require.Equal(t, row.state, got.State)
			require.Equal(t, row.values, got.Values)
			if row.err == "" {
				require.NoError(t, got.Err)
				return
			}
			require.ErrorIs(t, got.Err, ErrDistrusted)
			require.ErrorContains(t, got.Err, row.err)
		})
	}
}
