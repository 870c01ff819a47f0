// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"testing"

	"github.com/xrprobe/xrprobe/testdata"
)

// guard is what keeps runtimes from hurting us, as code without which it would not, and
// the test that notices. `make rules` breaks each and sees the test turn red.
type guard struct {
	name  string
	test  string
	edits []testdata.Edit
}

var guards = []guard{
	{"a deadline", "TestTheHostileFamily/^hang@create$", []testdata.Edit{
		{File: "probe/conversation.go", Code: "timer.Reset(limit)", Instead: "_ = limit"},
	}},
	{"a bound on counts", "TestTheHostileFamily/^huge-count@enumerate$", []testdata.Edit{
		{File: "openxr/distrust.go", Code: "if *count > maxElements {", Instead: "if false {"},
	}},
	{"no trust in a bad frame", "TestTheHostileFamily/^forge@enumerate$", []testdata.Edit{
		{File: "probe/wire.go", Code: "if got != want {", Instead: "if false {"},
	}},
	{"a sentinel", "TestTheHostileFamily/^silent@properties$", []testdata.Edit{
		{File: "openxr/distrust.go", Code: "!= len(content)", Instead: ">= 0"},
	}},
	{"the end of the group", "TestSideEffectsAreToldWithTheirLevel/^child@load$", []testdata.Edit{
		{File: "probe/process.go", Code: "p.group.end(false, true)", Instead: "_ = p"},
		{File: "probe/ledger.go", Code: "case !stay:", Instead: "case false:"},
	}},
	{"the end of what left the group", "TestSideEffectsAreToldWithTheirLevel/^stubborn-daemon@negotiate$", []testdata.Edit{
		{File: "probe/ledger.go", Code: "case !stay:", Instead: "case false:"},
	}},
	{"servers that stay", "TestServersStayUnlessTheyAreCleanedUp/^child@createfalse$", []testdata.Edit{
		{File: "probe/process.go", Code: "	if !p.beyond.Load() {", Instead: "	if true {"},
	}},
	{"the end with the parent", "TestAChildEndsWithItsParent/^stop@create$", []testdata.Edit{
		{File: "probe/limits_linux.go", Code: ", Pdeathsig: syscall.SIGKILL", Instead: ""},
	}},
	{"limits", "TestLimits", []testdata.Edit{
		{File: "probe/child.go", Code: "limitSelf(!asked", Instead: "_ = (!asked"},
	}},
	{"the environment of C", "TestSideEffectsAreToldWithTheirLevel/^setenv@load$", []testdata.Edit{
		{File: "openxr/environment.go", Code: "return dl.Environment()", Instead: "_ = dl.Environment; return nil"},
	}},
	{"files without the scheduler", "TestTheHostileFamily/^close-low@enumerate$", []testdata.Edit{
		{File: "probe/ledger_linux.go", Code: "for _, task := range namesIn(fmt.Sprintf(\"/proc/%d/task\", pid), everything) {", Instead: "_, _ = os.ReadFile(\"/proc/self/stat\")\n\tfor _, task := range namesIn(fmt.Sprintf(\"/proc/%d/task\", pid), everything) {"},
	}},
	{"turns", "TestTwoProbersTakeTurns", []testdata.Edit{
		{File: "probe/lock_linux.go", Code: "return err != unix.EAGAIN && err != unix.EACCES", Instead: "_ = err; return true"},
	}},
	{"a second try for the busy", "TestWhatAnotherRuntimeHeldIsAskedForAgain", []testdata.Edit{
		{File: "probe/turns.go", Code: "if wasBusy(t.out) {", Instead: "if false {"},
	}},
	{"one question left out", "TestOneQuestionThatKillsCostsOneAnswer", []testdata.Edit{
		{File: "probe/runtime.go", Code: "last.crashedDescribing()", Instead: "false"},
	}},
}

// A table of code that is not there any more would hold nothing.
func TestEveryGuardIsInTheCode(t *testing.T) {
	t.Parallel()
	for _, g := range guards {
		for _, edit := range g.edits {
			edit.Check(t, "..")
		}
	}
}
