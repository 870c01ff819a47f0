// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

func framed(t testing.TB, n nonce, payload any) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, writeFrame(&out, n, payload))
	return out.Bytes()
}

func TestFrames(t *testing.T) {
	t.Parallel()
	n := newNonce()
	good := framed(t, n, step{Begin: report.LevelLibrary})
	rows := []struct {
		name  string
		bytes []byte
		err   error
	}{
		{"good", good, nil},
		{"clean end", nil, io.EOF},
		{"cut in the header", good[:headerLength-1], errBadFrame},
		{"cut in the payload", good[:len(good)-1], errBadFrame},
		{"another nonce", framed(t, newNonce(), step{Begin: report.LevelLibrary}), errBadFrame},
		{"litter before it", append([]byte("x"), good...), errBadFrame},
		{"too long", append(n[:], 0xff, 0xff, 0xff, 0xff), errBadFrame},
		{"no JSON", append(n[:], 0, 0, 0, 1, '!'), errBadFrame},
		{"another type", framed(t, n, []int{1}), errBadFrame},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var got step
			err := readFrame(bytes.NewReader(row.bytes), n, &got)
			require.ErrorIs(t, err, row.err)
			if row.err == nil {
				require.Equal(t, step{Begin: report.LevelLibrary}, got)
			}
		})
	}
}

func TestTheFirstFrameCarriesTheNonce(t *testing.T) {
	t.Parallel()
	n := newNonce()
	want := request{Level: report.LevelSystem, Via: ViaLoader, Library: "x.so", Functions: map[string]string{"a": "b"}}
	var got request
	carried, err := readFirstFrame(bytes.NewReader(framed(t, n, want)), &got)
	require.NoError(t, err)
	require.Equal(t, n, carried)
	require.Equal(t, want, got)
}

func TestFramesAreBounded(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, writeFrame(io.Discard, nonce{}, strings.Repeat("x", maxFrame)), "is longer than")
}

func FuzzReadFrame(f *testing.F) {
	var n nonce
	f.Add(framed(f, n, step{Done: report.LevelInstance, End: true}))
	f.Add([]byte("litter"))
	f.Add(append(n[:], 0, 0, 0, 2, '{', '}'))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bytes.NewReader(data)
		for {
			var s step
			err := readFrame(r, n, &s)
			if err == nil {
				continue
			}
			if !errors.Is(err, io.EOF) && !errors.Is(err, errBadFrame) {
				t.Fatal(err)
			}
			return
		}
	})
}

func TestTail(t *testing.T) {
	t.Parallel()
	var small tail
	_, _ = small.Write([]byte("first "))
	_, _ = small.Write([]byte("last \xff"))
	require.Equal(t, "first last \uFFFD", small.String())

	var large tail
	for range 1000 {
		n, err := large.Write(bytes.Repeat([]byte("0123456789"), 100))
		require.NoError(t, err)
		require.Equal(t, 1000, n)
	}
	_, _ = large.Write([]byte("end"))
	require.Len(t, large.String(), keptHead+len(cutMark)+keptTail)
	require.True(t, strings.HasSuffix(large.String(), "end"))
	require.True(t, strings.HasPrefix(large.String(), "0123456789"))
}
