// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

import "time"

// Milliseconds returns a duration as reports have it: in milliseconds, rounded to a
// hundredth, which is finer than any machine repeats.
func Milliseconds(d time.Duration) *float64 {
	return new(float64(d.Round(10*time.Microsecond).Microseconds()) / 1000)
}
