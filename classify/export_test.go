// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

// Row is what tests see of a rule, or of a headset.
type Row struct{ Name, Because, Source string }

func rows[S any](rules []rule[S]) []Row {
	var list []Row
	for _, r := range rules {
		list = append(list, Row{r.name, r.because, r.source})
	}
	return list
}

// The tables, for tests.
func HostRules() []Row      { return rows(hostRules) }
func ProfileRules() []Row   { return rows(profileRules) }
func UserAgentRules() []Row { return rows(userAgentRules) }

// Headset is what tests see of a headset.
type Headset struct {
	Names           []string
	Display, Source string
}

// Headsets returns the table of headsets.
func Headsets() []Headset {
	var list []Headset
	for _, h := range headsets {
		list = append(list, Headset{h.names, h.display, h.source})
	}
	return list
}
