// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/lazyregexp"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// How Go's runtime begins its last output. If foreign code crashes on one of its threads,
// the child exits with status 2 and names the signal in its log only; if Go code fails,
// the bug is ours.
var (
	goSignal  = lazyregexp.Regexp{Source: `(?m)^(SIG[A-Z]+): `}
	goFailure = lazyregexp.Regexp{Source: `(?m)^(panic: .*|fatal error: .*)$`}
)

const goCrashStatus = 2

// outOfMemory is in the last output of a child whose own memory could not grow.
const outOfMemory = "fatal error: runtime: out of memory"

const updateOrChoose = "Update or reinstall the runtime, or choose another."

// Interrupted is the cause of a conversation whose context ended.
func Interrupted(level report.Level) *report.Cause {
	return &report.Cause{Code: report.CauseInterrupted, Level: level, Text: "the probe was interrupted " + during(level)}
}

func tooMuchMemory(subject string, level report.Level) *report.Cause {
	return &report.Cause{
		Code: report.CauseMemory, Level: level, Text: subject + " took more memory than it may have " + during(level),
		Fix: new(updateOrChoose),
	}
}

// brokenAnswer is the cause of a child whose answer cannot be trusted.
func brokenAnswer(level report.Level) *report.Cause {
	return &report.Cause{
		Code: report.CauseBrokenAnswer, Level: level, Text: wire.ErrBadFrame.Error() + " " + during(level),
		Fix: new(updateOrChoose),
	}
}

func timedOut(subject string, level report.Level, timeout time.Duration) *report.Cause {
	return &report.Cause{
		Code: report.CauseTimedOut, Level: level,
		Text: fmt.Sprintf("%s did not answer within %s %s", subject, deadlineOf(level, timeout), during(level)),
		Fix:  new("Restart the runtime's service, or allow more time with --timeout."),
	}
}

// neverAnswered is the cause of a child that exited, or hung, before its first step.
func neverAnswered(program string, level report.Level) *report.Cause {
	return &report.Cause{
		Code: report.CauseHelperFailed, Level: level,
		Text: fmt.Sprintf("the helper %q did not answer as a child of xrprobe", program),
		Fix:  new("Name a program whose main calls probe.ChildMain() first, such as xrprobe itself."),
	}
}

// endOf says why a child exited before it had finished, from its exit status and its log.
func endOf(subject string, state *os.ProcessState, log string, level report.Level) (report.Status, *report.Cause) {
	crashed := state.ExitCode() == goCrashStatus
	signal, bySignal := signalName(state)
	if match := goSignal.Get().FindStringSubmatch(log); !bySignal && crashed && match != nil {
		signal, bySignal = match[1], true
	}
	cause := &report.Cause{Level: level, Fix: new("Update or reinstall the runtime, or choose another; -v shows its last output.")}
	switch {
	case bySignal:
		cause.Code, cause.Signal = report.CauseCrashed, &signal
		cause.Text = fmt.Sprintf("%s crashed (%s) %s", subject, signal, during(level))
		return report.StatusCrashed, cause
	case strings.Contains(log, outOfMemory):
		return report.StatusCrashed, tooMuchMemory(subject, level)
	case crashed && goFailure.Get().MatchString(log):
		return report.StatusFailed, &report.Cause{Level: level, Code: report.CauseHelperFailed, Text: "a bug in xrprobe: " + goFailure.Get().FindString(log)}
	case state.ExitCode() == exitOrphan:
		return report.StatusFailed, brokenAnswer(level)
	default:
		cause.Code, cause.ExitCode = report.CauseExited, new(state.ExitCode())
		cause.Text = fmt.Sprintf("%s ended its process with exit status %d %s", subject, state.ExitCode(), during(level))
		return report.StatusCrashed, cause
	}
}

// during describes what a runtime does at a level.
func during(level report.Level) string {
	switch level {
	case report.LevelLibrary:
		return "while its library was loaded"
	case report.LevelExtensions:
		return "while it listed its extensions"
	case report.LevelInstance:
		return "while it created an instance"
	case report.LevelSystem:
		return "while it was asked for a headset"
	case report.LevelSession:
		return "while it held a session"
	default:
		return "while it described the headset"
	}
}
