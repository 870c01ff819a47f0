// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestValue_HasExactlyOneField(t *testing.T) {
	t.Parallel()
	rows := []struct {
		got  Value
		want Value
		text string
	}{
		{boolValue(true), Value{Bool: new(true)}, "true"},
		{boolValue(false), Value{Bool: new(false)}, "false"},
		{numberValue(0), Value{Number: new(uint64(0))}, "0"},
		{numberValue(math.MaxUint64), Value{Number: new(uint64(math.MaxUint64))}, "18446744073709551615"},
		{realValue(-2.5), Value{Real: new(-2.5)}, "-2.5"},
		{realValue(math.Inf(1)), Value{Text: new("Infinity")}, "Infinity"},
		{realValue(math.Inf(-1)), Value{Text: new("-Infinity")}, "-Infinity"},
		{textValue(""), Value{Text: new("")}, ""},
		{textValue("XR_A"), Value{Text: new("XR_A")}, "XR_A"},
		{namesValue(nil), Value{Names: []string{}}, "[]"},
		{namesValue([]string{"XR_A", "XR_B"}), Value{Names: []string{"XR_A", "XR_B"}}, "[XR_A XR_B]"},
	}
	for _, row := range rows {
		require.Equal(t, row.want, row.got, row.text)
		require.Equal(t, row.text, row.got.String())
	}
}
