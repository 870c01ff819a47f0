// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// reply is what a scripted runtime does in one call of the two-call idiom.
type reply struct {
	result xr.Result
	count  uint32
	writes []int32
}

func scripted(replies ...reply) (func(uint32, *uint32, *int32) xr.Result, *int) {
	calls := 0
	return func(capacity uint32, count *uint32, first *int32) xr.Result {
		r := replies[min(calls, len(replies)-1)]
		calls++
		*count = r.count
		for i, value := range r.writes {
			if uint32(i) < capacity {
				elements := unsafe.Slice(first, capacity)
				elements[i] = value
			}
		}
		return r.result
	}, &calls
}

func ints(call func(uint32, *uint32, *int32) xr.Result) ([]int32, error) {
	return enumerate("xrEnumerateNumbers", 0, unprepared[int32], call)
}

func TestEnumerate_TwoCallIdiom(t *testing.T) {
	t.Parallel()
	insufficient := xr.ErrorSizeInsufficient
	rows := []struct {
		name    string
		replies []reply
		want    []int32
		err     string
		calls   int
	}{
		{"none", []reply{{}}, []int32{}, "", 1},
		{"two", []reply{{count: 2}, {count: 2, writes: []int32{7, 8}}}, []int32{7, 8}, "", 2},
		{"shrinks", []reply{{count: 3}, {count: 1, writes: []int32{7}}}, []int32{7}, "", 2},
		{"grows once", []reply{{count: 1}, {result: insufficient, count: 2}, {count: 2, writes: []int32{7, 8}}}, []int32{7, 8}, "", 3},
		{"grows without saying how far", []reply{{count: 1}, {result: insufficient}, {count: 2, writes: []int32{7, 8}}}, []int32{7, 8}, "", 3},
		{"grows for ever", []reply{{count: 1}, {result: insufficient, count: 2}}, nil, "asked for more room 8 times", 9},
		{"huge", []reply{{count: 0xffffffff}}, nil, "claims 4294967295 elements; the limit is 4096", 1},
		{"more than there is room for", []reply{{count: 1}, {count: 1000, writes: []int32{7}}}, nil, "claims 1000 elements in room for 1", 2},
		{"claims but does not write", []reply{{count: 2}, {count: 2, writes: []int32{7}}}, nil, "claims 2 elements but did not write element 1", 2},
		{"fails at once", []reply{{result: xr.ErrorRuntimeFailure, count: 3}}, nil, "XR_ERROR_RUNTIME_FAILURE", 1},
		{"fails later", []reply{{count: 1}, {result: xr.ErrorInstanceLost, count: 1, writes: []int32{7}}}, nil, "XR_ERROR_INSTANCE_LOST", 2},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			call, calls := scripted(row.replies...)
			got, err := ints(call)
			if row.err != "" {
				require.ErrorContains(t, err, "xrEnumerateNumbers: ")
				require.ErrorContains(t, err, row.err)
			} else {
				require.NoError(t, err)
			}
			require.Equal(t, row.want, got)
			require.Equal(t, row.calls, *calls)
		})
	}
}

// For any replies of a runtime, enumerate stops calling, reads nothing beyond the array
// and returns nothing that the runtime did not write.
func TestEnumerate_IsBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var replies []reply
		for range rapid.IntRange(1, 12).Draw(t, "replies") {
			replies = append(replies, reply{
				result: rapid.SampledFrom([]xr.Result{xr.Success, xr.ErrorSizeInsufficient, xr.ErrorRuntimeFailure}).Draw(t, "result"),
				count:  rapid.Uint32Range(0, 5000).Draw(t, "count"),
				writes: rapid.SliceOfN(rapid.Int32Range(0, 9), 0, 20).Draw(t, "writes"),
			})
		}
		call, calls := scripted(replies...)
		got, err := ints(call)
		require.LessOrEqual(t, *calls, maxTries+1)
		require.Equal(t, err != nil, got == nil)
		for _, value := range got {
			require.Contains(t, []int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, value)
		}
	})
}

func TestFillStruct_SeesAnUntouchedStructure(t *testing.T) {
	t.Parallel()
	out := &xr.InstanceProperties{Type: xr.TypeInstanceProperties}
	err := fillStruct("xrGetInstanceProperties", out, func() xr.Result { return xr.Success })
	require.ErrorIs(t, err, ErrDistrusted)
	require.Equal(t, xr.TypeInstanceProperties, out.Type)
	require.NoError(t, fillStruct("xrGetInstanceProperties", out, func() xr.Result {
		out.RuntimeName[0] = 0
		return xr.Success
	}))
	err = fillStruct("xrGetInstanceProperties", out, func() xr.Result { return xr.ErrorRuntimeFailure })
	require.Equal(t, &Error{Command: "xrGetInstanceProperties", Result: xr.ErrorRuntimeFailure}, err)
}

func TestText_EndsAtTheNUL(t *testing.T) {
	t.Parallel()
	rows := []struct{ name, bytes, want string }{
		{"terminated", "headset\x00junk", "headset"},
		{"forgotten NUL", "headset", "headset"},
		{"empty", "\x00junk", ""},
		{"no bytes", "", ""},
		{"not UTF-8", "a\xff\xfeb\x00", "a\uFFFDb"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, text([]byte(row.bytes)))
		})
	}
}

func TestCopyText_CutsAndTerminates(t *testing.T) {
	t.Parallel()
	array := []byte("xxxxx")
	copyText(array, "long name")
	require.Equal(t, "long\x00", string(array))
	copyText(array, "ab")
	require.Equal(t, "ab", text(array))
}
