// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// BenchmarkMessages measures a whole conversation's messages: the child writes the steps that it answers with, and the parent
// reads them. The runtime itself is asked once, before the measurement.
func BenchmarkMessages(b *testing.B) {
	sheet, err := devices.Sheet("quest-3")
	require.NoError(b, err)
	runtime, err := simulated.New(sheet)
	require.NoError(b, err)
	defer runtime.Close()
	var steps [][]byte
	answer := func(send func(wire.Step) error) {
		require.NoError(b, AnswerSimulated(runtime, requestUpTo(report.LevelProperties), Tools{Send: send}))
	}
	var nonce wire.Nonce
	b.Run("ask", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			answer(func(wire.Step) error { return nil })
		}
	})
	b.Run("ask and write", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			steps = nil
			answer(func(s wire.Step) error {
				var frame bytes.Buffer
				err := wire.WriteFrame(&frame, nonce, s)
				steps = append(steps, frame.Bytes())
				return err
			})
		}
		b.ReportMetric(float64(len(bytes.Join(steps, nil))), "bytes-sent")
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, step := range steps {
				var s wire.Step
				require.NoError(b, wire.ReadFrame(bytes.NewReader(step), nonce, &s))
			}
		}
	})
}
