// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"testing"

	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

// guards are what keeps runtimes from hurting us, each as code without which it would
// not, and the test that notices. `make rules` breaks each and sees the test turn red.
func guards() []mutation.Rule {
	guard := func(name, test, file, code, instead string) mutation.Rule {
		return mutation.Rule{Name: name, Ours: true, Package: "probe", Test: test, File: file, Code: code, Instead: instead}
	}
	return []mutation.Rule{
		guard("a deadline", "TestTheHostileFamily/hang@create", "probe/conversation.go", "timer.Reset(limit)", "_ = limit"),
		guard("a bound on counts", "TestTheHostileFamily/huge-count@enumerate", "openxr/distrust.go", "if *count > maxElements {", "if false {"),
		guard("no trust in a bad frame", "TestTheHostileFamily/forge@enumerate", "probe/wire.go", "if got != want {", "if got == (nonce{1}) {"),
		guard("a sentinel", "TestTheHostileFamily/silent@properties", "openxr/distrust.go", "!= len(content)", ">= 0"),
		guard("nothing stays below an instance", "TestSideEffectsAreToldWithTheirLevel/child@load", "probe/process.go", "if s.Begin.AtLeast(report.LevelInstance) {", "if s.Begin.AtLeast(report.LevelManifest) {"),
		guard("what left the group ends too", "TestSideEffectsAreToldWithTheirLevel/stubborn-daemon@negotiate", "probe/ledger.go", "case !stay:", "case false:"),
		guard("servers stay", "TestServersStayUnlessTheyAreCleanedUp/child@createfalse", "probe/process.go", "if s.Begin.AtLeast(report.LevelInstance) {", "if s.Begin.AtLeast(report.LevelSession) {"),
		guard("limits", "TestLimits", "probe/child.go", "limitSelf(!asked", "_ = (!asked"),
		guard("the environment of C", "TestSideEffectsAreToldWithTheirLevel/setenv@load", "openxr/environment.go", "return dl.Environment()", "_ = dl.Environment; return nil"),
		guard("turns", "TestTwoProbersTakeTurns", "probe/lock_linux.go", "return err != unix.EAGAIN && err != unix.EACCES", "return err != unix.EINVAL"),
		guard("a second try for the busy", "TestWhatAnotherRuntimeHeldIsAskedForAgain", "probe/turns.go", "if wasBusy(t.out) {", "if false {"),
		guard("no session below its level", "TestNoSessionBelowItsLevel", "probe/ladder.go", "if !c.request.Level.AtLeast(rung.level) {", "if !report.LevelSession.AtLeast(rung.level) {"),
		guard("nothing enabled for sessions below their level", "TestNoSessionBelowItsLevel", "probe/session.go", "if !c.request.Level.AtLeast(report.LevelSession) {", "if !c.request.Level.AtLeast(report.LevelManifest) {"),
		guard("a session's question left out", "TestACrashInASessionCostsOneAnswer", "probe/runtime.go", "return o.cause.Level.AtLeast(report.LevelProperties)", "return o.cause.Level == report.LevelProperties"),
		guard("no second session for its end", "TestACrashInTheEndOfASessionCostsNothing", "probe/runtime.go", "if strings.HasPrefix(*o.cause.Call, destroyingSession", "if strings.HasPrefix(*o.cause.Call, \"(\""),
		guard("the answers before the end", "TestASessionThatHangs/xrDestroySession", "probe/session.go", "v.keep() //", "//"),
		guard("one question left out", "TestOneQuestionThatKillsCostsOneAnswer", "probe/runtime.go", "last.canLeaveOut()", "false"),
		guard("one structure left out", "TestStructuresThatFailTakeNoOtherWithThem", "probe/properties.go", "b.isolate(structs[half:])", "_ = half"),
		guard("one extension left out", "TestExtensionsThatAreRefused", "probe/enable.go", "return c.accepted(c.accepted(base, others[:half]), others[half:])", "return c.accepted(base, others[:half])"),
		guard("an untouched structure", "TestPropertiesAreReportedWithTheirStates", "openxr/property.go", "if bytes.Count(content, []byte{untouched}) == len(content) {", "if bytes.Count(content, []byte{untouched}) < 0 {"),
		guard("identity stays home", "TestIdentifiersStayHomeUnlessAskedFor", "probe/properties.go", "return !c.request.Identify && ", "return false && "),
	}
}

func TestTheGuardsAreInTheCode(t *testing.T) {
	t.Parallel()
	mutation.RequireValid(t, "..", guards())
}
