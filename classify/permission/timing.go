// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"encoding/binary"
	"io"
	"math"
	"time"
)

// The times that a page can observe. They do not depend on what is connected.
const (
	// While the user has not decided, a false takes from SettleMin (2 s) to SettleMax (30 s),
	// and half of them less than SettleMedian (6 s). The time is drawn for each question.
	SettleMin    = 2 * time.Second
	SettleMedian = 6 * time.Second
	SettleMax    = 30 * time.Second
	// PromptDelayMin (50 ms) to PromptDelayMax (500 ms) is how long after the call of a page
	// without consent a prompt appears, or a session is prepared: until then nothing looks at
	// devices. The prompts of an origin about both modes appear together if they can.
	PromptDelayMin = 50 * time.Millisecond
	PromptDelayMax = 500 * time.Millisecond
	// PromptWindow (60 s) is how long after its question a prompt may be up.
	PromptWindow = time.Minute
	// EventDelayMax (2 s) is the longest delay of an event about devices.
	EventDelayMax = 2 * time.Second
)

// logDeviation is the standard deviation of the logarithm of the settle time. It resembles
// how much people differ in the time they take to answer, but privacy does not depend on
// the resemblance, because one distribution is used for every question.
const logDeviation = 0.8

// drawSettleTime draws the time until a question settles: log-normal between SettleMin and
// SettleMax, in whole milliseconds. It depends only on the random numbers.
func drawSettleTime(random io.Reader) time.Duration {
	below, above := probabilityBelow(SettleMin), probabilityBelow(SettleMax)
	deviations := math.Sqrt2 * math.Erfinv(2*(below+(above-below)*uniform(random))-1)
	drawn := time.Duration(float64(SettleMedian) * math.Exp(logDeviation*deviations))
	return min(max(drawn, SettleMin), SettleMax).Round(time.Millisecond)
}

// probabilityBelow returns the probability that the unbounded distribution is below t.
func probabilityBelow(t time.Duration) float64 {
	return (1 + math.Erf(math.Log(float64(t)/float64(SettleMedian))/(logDeviation*math.Sqrt2))) / 2
}

// drawPromptDelay draws the time from a page's call until something looks at devices.
func drawPromptDelay(random io.Reader) time.Duration {
	drawn := float64(PromptDelayMin) + float64(PromptDelayMax-PromptDelayMin)*uniform(random)
	return time.Duration(drawn).Round(time.Millisecond)
}

// drawEventDelay draws the delay of an event in one document.
func drawEventDelay(random io.Reader) time.Duration {
	return time.Duration(float64(EventDelayMax) * uniform(random)).Round(time.Millisecond)
}

// uniform draws a number from 0 up to 1 by reading 8 bytes. If they cannot be read, it
// returns 0.5, whatever is connected.
func uniform(random io.Reader) float64 {
	var bytes [8]byte
	if _, err := io.ReadFull(random, bytes[:]); err != nil {
		return 0.5
	}
	return float64(binary.LittleEndian.Uint64(bytes[:])>>11) / (1 << 53)
}
