// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package proof

import (
	"fmt"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
)

// Result is the result of a proof, and its JSON.
type Result struct {
	// Profiles is how many profiles were compared.
	Profiles int `json:"profiles"`
	// Conflicts are the pairs that can be told apart, mode by mode; null if there are none.
	Conflicts []classify.Conflict `json:"conflicts"`
}

// Print prints a result for people: a sentence, and a table of conflicts.
func (r Result) Print(p *prose.Writer) {
	if p.Aligned {
		p.Entry("Profiles", "%d; %s", r.Profiles, r.sentence())
	}
	p.Table(r.table())
}

// sentence says what the proof found.
func (r Result) sentence() string {
	pairs := map[[2]string]bool{}
	for _, c := range r.Conflicts {
		pairs[[2]string{c.First, c.Second}] = true
	}
	switch len(pairs) {
	case 0:
		return "no two that send the same strings can be told apart by what they are granted or denied"
	case 1:
		return "two send the same strings, but can be told apart by what they are granted or denied"
	default:
		return fmt.Sprintf("%d pairs send the same strings, but can be told apart by what they are granted or denied", len(pairs))
	}
}

func (r Result) table() prose.Table {
	t := prose.Table{Header: []string{"PROFILE", "STATE", "PROFILE", "STATE", "MODE", "STRING"}}
	for _, c := range r.Conflicts {
		t.Rows = append(t.Rows, []string{c.First, string(c.FirstState), c.Second, string(c.SecondState), string(c.Mode), c.Strings.UserAgent})
	}
	return t
}
