// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent

import (
	"slices"

	"github.com/xrprobe/xrprobe/classify"
)

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

// Classifier classifies a string and the client hints that come with it.
type Classifier func(String, classify.Hints) classify.Classifications

// Today is the classifier with all rules as they are.
func Today(s String, h classify.Hints) classify.Classifications {
	return Agent{String: s, Hints: h}.Classifications()
}

// Reverted returns the classifier whose rule of a name has other opinions. It is nil if there
// is no such rule.
func Reverted(name string, inline, vr, ar classify.Opinion) Classifier {
	changed := slices.Clone(rules)
	i := slices.IndexFunc(changed, func(r classify.Rule[traits]) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	changed[i].Inline, changed[i].VR, changed[i].AR = inline, vr, ar
	return func(s String, h classify.Hints) classify.Classifications {
		t := read(string(s))
		t.hints = readHints(h)
		return changed.Classify(t)
	}
}
