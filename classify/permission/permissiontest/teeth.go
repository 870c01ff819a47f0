// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import "testing"

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
