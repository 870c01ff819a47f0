// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

// Standalone is a row of the table of standalone headsets.
type Standalone struct {
	Manufacturer string
	Models       []string
	Source       string
}

// StandaloneHeadsets returns the table of standalone headsets.
func StandaloneHeadsets() []Standalone {
	var list []Standalone
	for _, s := range standaloneHeadsets {
		list = append(list, Standalone{s.manufacturer, s.models, s.source})
	}
	return list
}

// Slowly returns the machine as it is read where the system cannot confine paths.
func (m Machine) Slowly() Machine {
	m.slow = true
	return m
}
