// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid

// Timing is a timing that says its own size.
type Timing struct {
	Size
	Interlaced bool
}

// Timings returns all timings that say their own size.
func Timings(raw []byte) (found []Timing, err error) {
	p := parser{display: &Display{}, identity: &Identity{}, timing: func(mode Size, interlaced bool) {
		found = append(found, Timing{mode, interlaced})
	}}
	err = p.parse(raw)
	return found, err
}
