// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"fmt"
	"strings"
	"testing"
)

// ShowTeeth shows that [Run] would find the mistakes of an embedder. It gives the embedder's own
// user agent one flaw at a time, runs the check that is about the flaw, and requires that the check
// fails. Each flaw is a subtest, and the log has a table of them. The user agent must pass
// [Run]: ShowTeeth runs each check without the flaw first, and fails if the check does.
func ShowTeeth(t *testing.T, agent UserAgent) {
	t.Helper()
	var table strings.Builder
	sound := map[string]bool{}
	for _, f := range flaws() {
		t.Run(f.name, func(t *testing.T) {
			c := checkNamed(t, f.check)
			if _, ran := sound[c.name]; !ran {
				sound[c.name] = !finds(t, c, agent, flaw{})
			}
			switch {
			case !sound[c.name]:
				t.Errorf("the user agent itself does not pass %q", c.name)
			case !finds(t, c, agent, f):
				t.Errorf("%q did not find it", c.name)
			default:
				fmt.Fprintf(&table, "%-64s %s\n", f.name, c.name)
			}
		})
	}
	t.Logf("flaws, and the checks that found them:\n%s", table.String())
}

// finds reports whether a check finds a flaw in an otherwise sound user agent.
func finds(t *testing.T, c check, agent UserAgent, f flaw) bool {
	t.Helper()
	r := &recorder{TB: t}
	c.check(r, wrongAgent{t, agent, f})
	return r.failed
}

func checkNamed(t *testing.T, name string) check {
	t.Helper()
	for _, c := range checks() {
		if c.name == name {
			return c
		}
	}
	t.Fatalf("there is no check %q", name)
	return check{}
}

// recorder is a test that records whether a check failed. The checks report failures with
// Errorf only.
type recorder struct {
	testing.TB
	failed bool
}

// Errorf implements [testing.TB].
func (r *recorder) Errorf(string, ...any) { r.failed = true }
