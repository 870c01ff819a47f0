// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package wire

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

// encode returns a payload as a frame.
func encode(t testing.TB, n Nonce, payload any) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, WriteFrame(&out, n, payload))
	return out.Bytes()
}

func TestReadFrame_RefusesBadFrames(t *testing.T) {
	t.Parallel()
	n := NewNonce()
	good := encode(t, n, Step{Begin: report.LevelLibrary})
	rows := []struct {
		name  string
		bytes []byte
		err   error
	}{
		{"good", good, nil},
		{"clean end", nil, io.EOF},
		{"cut in the header", good[:headerLength-1], ErrBadFrame},
		{"cut in the payload", good[:len(good)-1], ErrBadFrame},
		{"another nonce", encode(t, NewNonce(), Step{Begin: report.LevelLibrary}), ErrBadFrame},
		{"other bytes before it", append([]byte("x"), good...), ErrBadFrame},
		{"too long", append(n[:], 0xff, 0xff, 0xff, 0xff), ErrBadFrame},
		{"no JSON", append(n[:], 0, 0, 0, 1, '!'), ErrBadFrame},
		{"another type", encode(t, n, []int{1}), ErrBadFrame},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var got Step
			err := ReadFrame(bytes.NewReader(row.bytes), n, &got)
			require.ErrorIs(t, err, row.err)
			if row.err == nil {
				require.Equal(t, Step{Begin: report.LevelLibrary}, got)
			}
		})
	}
}

func TestReadFirstFrame_ReturnsTheNonce(t *testing.T) {
	t.Parallel()
	n := NewNonce()
	want := Request{Level: report.LevelSystem, ThroughLoader: true, Library: "x.so", Functions: map[string]string{"a": "b"}}
	var got Request
	carried, err := ReadFirstFrame(bytes.NewReader(encode(t, n, want)), &got)
	require.NoError(t, err)
	require.Equal(t, n, carried)
	require.Equal(t, want, got)
}

func TestWriteFrame_RefusesLongPayloads(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, WriteFrame(io.Discard, Nonce{}, strings.Repeat("x", maxFrame)), "is longer than")
}

func FuzzReadFrame(f *testing.F) {
	var n Nonce
	f.Add(encode(f, n, Step{Begin: report.LevelInstance, End: true}))
	f.Add([]byte("other bytes"))
	f.Add(append(n[:], 0, 0, 0, 2, '{', '}'))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bytes.NewReader(data)
		for {
			var s Step
			err := ReadFrame(r, n, &s)
			if err == nil {
				continue
			}
			if !errors.Is(err, io.EOF) && !errors.Is(err, ErrBadFrame) {
				t.Fatal(err)
			}
			return
		}
	})
}

func TestQuestion_PrintsAsACall(t *testing.T) {
	t.Parallel()
	for want, q := range map[string]Question{
		"xrPollEvent":           {Command: "xrPollEvent"},
		"xrGetSystem(HMD)":      {Command: "xrGetSystem", Of: "HMD"},
		"xrCreateInstance(XR)":  {Command: "xrCreateInstance", Part: "XR"},
		"xrGet(HMD, STEREO, S)": {Command: "xrGet", Of: "HMD, STEREO", Part: "S"},
	} {
		require.Equal(t, want, q.String())
	}
}
