// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"encoding/binary"
	"io"
	"math"
	"time"
)

// What a page may see takes these times, whatever is connected.
const (
	// SettleMin and SettleMax are the least and the most that a question takes which
	// ends with false, and SettleMedian what half of them take less than.
	SettleMin    = 2 * time.Second
	SettleMedian = 6 * time.Second
	SettleMax    = 30 * time.Second
	// PromptWindow is how long after a question began a prompt may be up. It is the same
	// for all, and longer than any question takes.
	PromptWindow = time.Minute
	// EventDelayMax is the most by which an event about devices is late.
	EventDelayMax = 2 * time.Second
)

// spread is the standard deviation of the logarithm of the time to settle. People differ
// so in how long they take to answer; but nothing depends on how well it fits, since the
// same law settles every question.
const spread = 0.8

// settlingTime draws when a question is settled: log-normal between the bounds, in whole
// milliseconds. It is a function of random numbers alone.
func settlingTime(random io.Reader) time.Duration {
	below, above := portion(SettleMin), portion(SettleMax)
	deviations := math.Sqrt2 * math.Erfinv(2*(below+(above-below)*uniform(random))-1)
	drawn := time.Duration(float64(SettleMedian) * math.Exp(spread*deviations))
	return min(max(drawn, SettleMin), SettleMax).Round(time.Millisecond)
}

// portion is how much of the unbounded law lies below a time.
func portion(t time.Duration) float64 {
	return (1 + math.Erf(math.Log(float64(t)/float64(SettleMedian))/(spread*math.Sqrt2))) / 2
}

// eventDelay draws how late an event is in one document.
func eventDelay(random io.Reader) time.Duration {
	return time.Duration(float64(EventDelayMax) * uniform(random)).Round(time.Millisecond)
}

// uniform draws from 0 up to 1 by reading 8 bytes. Where they cannot be read it is the
// same for everybody.
func uniform(random io.Reader) float64 {
	var bytes [8]byte
	if _, err := io.ReadFull(random, bytes[:]); err != nil {
		return 0.5
	}
	return float64(binary.LittleEndian.Uint64(bytes[:])>>11) / (1 << 53)
}
