// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

// Row is what tests see of a rule.
type Row struct {
	Name, Because, Source string
	Causes                []AmbiguityCause
}

func rows[S any](rules Rules[S]) []Row {
	var list []Row
	for _, r := range rules {
		row := Row{Name: r.Name, Because: r.Because, Source: r.Source}
		for _, opinion := range []Opinion{r.Inline, r.VR, r.AR} {
			if opinion.cause != "" {
				row.Causes = append(row.Causes, opinion.cause)
			}
		}
		list = append(list, row)
	}
	return list
}

// HostRules returns the table of rules for hosts.
func HostRules() []Row { return rows(hostRules) }

// ProfileRules returns the table of rules for profiles.
func ProfileRules() []Row { return rows(profileRules) }

// Headset is what tests see of a headset.
type Headset struct {
	Names   []string
	Display Display
	Source  string
}

// Headsets returns the table of headsets.
func Headsets() []Headset {
	var list []Headset
	for _, h := range headsets {
		list = append(list, Headset{h.names, h.display, h.source})
	}
	return list
}
