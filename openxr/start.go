// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"encoding/binary"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// start is a member of an output, and its value before the call.
type start struct{ member, value []byte }

// startsOf returns the members of a structure in memory that have a value before the call which their type has.
//
// The core validation layer of loader 1.1.47 refuses an output that has no bit, or an unknown one, in a member of flags, or an
// unknown enumerant: the runtime is never asked. So these members begin with a value of their type instead of bytes that no runtime
// writes. Where such a member still has it after the call, another round with another value tells whether the runtime wrote it.
func startsOf(s xr.PropertyStruct, memory []byte, round int) []start {
	var starts []start
	for _, m := range s.Members {
		if value, has := startOf(m, round); has {
			starts = append(starts, start{memory[m.Offset : m.Offset+m.Size], value})
		}
	}
	return starts
}

// startOf returns a member's value before the call of a round, 0 or 1, and false if any bytes do.
func startOf(m xr.PropertyMember, round int) (value []byte, has bool) {
	if m.Kind != xr.MemberEnum && m.Kind != xr.MemberFlags || round >= len(m.Names) || len(m.Names) < 2 {
		return nil, false
	}
	number := m.Names[round].Value
	if m.Size == 4 {
		return binary.NativeEndian.AppendUint32(nil, uint32(number)), true
	}
	return binary.NativeEndian.AppendUint64(nil, number), true
}
