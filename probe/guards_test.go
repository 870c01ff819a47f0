// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"testing"

	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

// guards returns the code that protects the prober from runtimes, and for each the test that fails
// without it. `make mutate` breaks each one and requires that its test fails.
func guards() []mutation.Rule {
	guard := func(name, test, file, code, instead string) mutation.Rule {
		return mutation.Rule{Name: name, Ours: true, Package: "probe", Test: test, File: file, Code: code, Instead: instead}
	}
	inLevels := func(name, test, file, code, instead string) mutation.Rule {
		rule := guard(name, test, file, code, instead)
		rule.Package = "probe/internal/levels"
		return rule
	}
	return []mutation.Rule{
		guard("a deadline", "TestHostile/hang@create", "probe/internal/child/converse.go", "timer.Reset(limit)", "_ = limit"),
		guard("a bound on counts", "TestHostile/huge-count@enumerate", "openxr/distrust.go", "if *count > maxElements {", "if false {"),
		guard("no trust in a bad frame", "TestHostile/forge@enumerate", "probe/internal/wire/frame.go", "if got != want {", "if got == (Nonce{1}) {"),
		guard("a sentinel", "TestHostile/silent@properties", "openxr/distrust.go", "!= len(content)", ">= 0"),
		guard("no process stays below the level instance", "TestSideEffects_HaveTheirLevel/child@load", "probe/internal/child/process.go", "if s.Begin.AtLeast(report.LevelInstance) {", "if s.Begin.AtLeast(report.LevelManifest) {"),
		guard("processes that left the group end too", "TestSideEffects_HaveTheirLevel/stubborn-daemon@negotiate", "probe/internal/effects/conclude.go", "case !stay:", "case false:"),
		guard("servers of an instance stay", "TestSideEffects_ServersStayUnlessCleanedUp/child@createfalse", "probe/internal/child/process.go", "if s.Begin.AtLeast(report.LevelInstance) {", "if s.Begin.AtLeast(report.LevelSession) {"),
		guard("limits", "TestChild_LimitsEndAtTheLevelInstance", "probe/internal/child/serve.go", "limitSelf(!r.", "_ = (!r."),
		guard("the environment of C", "TestSideEffects_HaveTheirLevel/setenv@load", "openxr/environment.go", "return dl.Environment()", "_ = dl.Environment; return nil"),
		guard("probers take turns", "TestLock_ProbersTakeTurns", "probe/lock_linux.go", "return err != unix.EAGAIN && err != unix.EACCES", "return err != unix.EINVAL"),
		guard("a second attempt for busy runtimes", "TestSchedule_RetriesABusyRuntime", "probe/schedule.go", "if wasBusy(a.known()) {", "if false {"),
		inLevels("no session below its level", "TestSession_IsNotCreatedBelowItsLevel", "probe/internal/levels/levels.go", "if !a.request.Level.AtLeast(s.level) {", "if !report.LevelSession.AtLeast(s.level) {"),
		inLevels("nothing enabled for sessions below their level", "TestSession_IsNotCreatedBelowItsLevel", "probe/internal/levels/session.go", "if !a.request.Level.AtLeast(report.LevelSession) {", "if !a.request.Level.AtLeast(report.LevelManifest) {"),
		guard("a session's question left out", "TestSession_ACrashCostsOneAnswer", "probe/run.go", "default:\n\t\treturn cause.Level.AtLeast(report.LevelProperties)", "default:\n\t\treturn cause.Level == report.LevelProperties"),
		guard("no second session after xrDestroySession", "TestSession_ACrashInItsDestructionCostsNothing", "probe/run.go", "return false // it answers nothing", "return true"),
		guard("answers are sent before xrDestroySession", "TestSession_HasItsOwnDeadline/xrDestroySession", "probe/internal/levels/session.go", "s.keep() //", "//"),
		guard("one question left out", "TestSkip_OneFatalQuestionCostsOneAnswer", "probe/run.go", "canSkip(last)", "false"),
		inLevels("one structure left out", "TestProperties_AFailingStructureCostsNoOther", "probe/internal/levels/properties.go", "b.isolate(structs[half:])", "_ = half"),
		inLevels("one extension left out", "TestInstance_ARefusedExtensionCostsNoOther", "probe/internal/levels/instance.go", "return a.accepted(a.accepted(base, others[:half]), others[half:])", "return a.accepted(base, others[:half])"),
		guard("an untouched structure", "TestProperties_HaveStates", "openxr/property.go", "if bytes.Count(content, []byte{untouched}) == len(content) {", "if bytes.Count(content, []byte{untouched}) < 0 {"),
		guard("no identifiers unless asked", "TestIdentify_IsNeededForIdentifiers", "probe/internal/levels/instance.go", "return !a.request.Identify && ", "return false && "),
	}
}

func TestGuards_AreInTheCode(t *testing.T) {
	t.Parallel()
	mutation.RequireValid(t, "..", guards())
}
