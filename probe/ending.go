// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// How Go's runtime begins its last words. When foreign code on one of its threads
// crashes, the child exits with status 2 and names the signal in its log only; when
// the fault is in Go code, it is ours.
const (
	goSignal  = `(?m)^(SIG[A-Z]+): `
	goFailure = `(?m)^(panic: .*|fatal error: .*)$`
)

const goCrashStatus = 2

// outOfMemory is in the last words of a child whose own memory could not grow.
const outOfMemory = "fatal error: runtime: out of memory"

func tooMuchMemory(level report.Level) *report.Cause {
	return &report.Cause{
		Code: CauseMemory, Level: level, Text: "the runtime took more memory than it may have " + during(level),
		Fix: new("Update or reinstall the runtime, or choose another."),
	}
}

// brokenAnswer is the cause of a child whose answer cannot be believed or heard.
func brokenAnswer(level report.Level) *report.Cause {
	return &report.Cause{
		Code: CauseBrokenAnswer, Level: level, Text: errBadFrame.Error() + " " + during(level),
		Fix: new("Update or reinstall the runtime, or choose another."),
	}
}

// ending says why a child ended before it had finished, from its exit status and
// its log.
func ending(state *os.ProcessState, log string, level report.Level) (report.Status, *report.Cause) {
	cause := &report.Cause{Level: level, Code: CauseCrashed}
	cause.Fix = new("Update or reinstall the runtime, or choose another; -v shows its last words.")
	name, bySignal := signalName(state)
	if match := regexp.MustCompile(goSignal).FindStringSubmatch(log); !bySignal && match != nil && state.ExitCode() == goCrashStatus {
		name, bySignal = match[1], true
	}
	if bySignal {
		cause.Signal = &name
		cause.Text = fmt.Sprintf("the runtime crashed (%s) %s", name, during(level))
		return report.StatusCrashed, cause
	}
	if strings.Contains(log, outOfMemory) {
		return report.StatusCrashed, tooMuchMemory(level)
	}
	if match := regexp.MustCompile(goFailure).FindString(log); match != "" && state.ExitCode() == goCrashStatus {
		return report.StatusFailed, &report.Cause{Level: level, Code: CauseHelperFailed, Text: "a bug in xrprobe: " + match}
	}
	if state.ExitCode() == exitOrphan {
		return report.StatusFailed, brokenAnswer(level)
	}
	cause.Code, cause.ExitCode = CauseExited, new(state.ExitCode())
	cause.Text = fmt.Sprintf("the runtime ended its process with exit status %d %s", state.ExitCode(), during(level))
	return report.StatusCrashed, cause
}

// neverSpoke is the cause of a child that ended, or hung, before it took the question.
func neverSpoke(program string, level report.Level) *report.Cause {
	return &report.Cause{
		Code: CauseHelperFailed, Level: level,
		Text: fmt.Sprintf("the helper %q did not answer as a child of xrprobe", program),
		Fix:  new("Name a program whose main calls probe.ChildMain() first, such as xrprobe itself."),
	}
}

// during says in words what a runtime was doing at a level.
func during(level report.Level) string {
	switch level {
	case report.LevelLibrary:
		return "while its library was loaded"
	case report.LevelExtensions:
		return "while it listed its extensions"
	case report.LevelInstance:
		return "while it made an instance"
	case report.LevelSystem:
		return "while it was asked for a headset"
	case report.LevelSession:
		return "while it held a session"
	default:
		return "while it described the headset"
	}
}
