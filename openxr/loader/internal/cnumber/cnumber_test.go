// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package cnumber_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/cnumber"
)

func TestUnsigned(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		number uint32
		rest   string
		ok     bool
	}{
		"1.0": {1, ".0", true}, " +01x": {1, "x", true}, "-1": {4294967295, "", true}, "4294967297": {1, "", true}, "-4294967295": {1, "", true},
		"99999999999999999999": {4294967295, "", true}, "": {0, "", false}, "x": {0, "x", false}, "- 1": {0, " 1", false}, "+": {0, "", false},
	} {
		number, rest, ok := cnumber.Unsigned(text)
		require.Equal(t, want.ok, ok, text)
		require.Equal(t, want.number, number, text)
		require.Equal(t, want.rest, rest, text)
	}
}

func TestLong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		unsigned, signed uint32
		rest             string
	}{
		"3": {3, 3, ""}, " 3": {3, 3, ""}, "+7 ": {7, 7, " "}, "-1": {4294967295, 4294967295, ""}, "1.5": {1, 1, ".5"}, "abc": {0, 0, "abc"}, "": {0, 0, ""}, "--1": {0, 0, "--1"}, "- 1": {0, 0, "- 1"},
		"99999999999": {1215752191, 1215752191, ""}, "99999999999999999999": {4294967295, 4294967295, ""}, "-99999999999999999999": {4294967295, 0, ""}, "9223372036854775808": {0, 4294967295, ""},
	} {
		number, rest := cnumber.Long(text, true, 64)
		require.Equal(t, want.unsigned, number, text)
		require.Equal(t, want.rest, rest, text)
		number, _ = cnumber.Long(text, false, 64)
		require.Equal(t, want.signed, number, text)
	}
	for text, want := range map[string][2]uint32{"99999999999": {4294967295, 2147483647}, "-99999999999": {4294967295, 2147483648}, "-1": {4294967295, 4294967295}, "-2147483648": {2147483648, 2147483648}, "2147483648": {2147483648, 2147483647}} {
		unsigned, _ := cnumber.Long(text, true, 32)
		signed, _ := cnumber.Long(text, false, 32)
		require.Equal(t, want, [2]uint32{unsigned, signed}, "a long of 32 bits: %s", text)
	}
}
