// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent

import "github.com/xrprobe/xrprobe/classify"

// Row is what tests see of a rule.
type Row struct{ Name, Because, Source string }

// Rules returns the table of rules for strings.
func Rules() []Row {
	var list []Row
	for _, r := range rules {
		list = append(list, Row{r.Name, r.Because, r.Source})
	}
	return list
}

// Opinions returns how a rule classifies the modes, whatever it matches.
func Opinions(i int) classify.Classifications {
	rule := rules[i]
	rule.Matches = func(traits) bool { return true }
	return classify.Rules[traits]{rule}.Classify(traits{})
}
