// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// applicationName is the name in XrApplicationInfo. It is constant, since some runtimes behave
// differently for certain names.
const applicationName = "xrprobe"

// Tools are functions of the process for the code that asks.
type Tools struct {
	// Send sends a step to the parent. An error means that the parent is gone.
	Send func(wire.Step) error
	// Effects returns the side effects since the last call, as effects of a level. Nil
	// records none.
	Effects func(report.Level) []wire.Effect
	// BeforeInstance is called before an instance is created; nil is nothing to do.
	BeforeInstance func()
}

// Answer carries out a request in this process. The error means that the parent is gone. A panic
// becomes the cause in the last step.
func Answer(r wire.Request, t Tools) error {
	a := asker{request: r, tools: t}
	return a.answer()
}

// AnswerSimulated is [Answer] from a runtime that was made of the request's sheet. The caller
// closes the runtime.
func AnswerSimulated(runtime *simulated.Runtime, r wire.Request, t Tools) error {
	a := asker{request: r, tools: t, simulated: runtime}
	return a.answer()
}

func (a *asker) answer() (err error) {
	defer func() {
		if bug := recover(); bug != nil {
			a.runtime.Status, a.runtime.Cause = report.StatusFailed, &report.Cause{
				Code: report.CauseHelperFailed, Level: a.request.Level, Text: fmt.Sprintf("a bug in xrprobe: %v", bug),
			}
			err = a.sendKnown(wire.Step{End: true})
		}
		if a.unload != nil {
			a.unload()
		}
	}()
	if len(a.request.Layers) > 0 {
		return a.askLayers()
	}
	return a.climb(ladder())
}

// asker asks one runtime.
type asker struct {
	request wire.Request
	tools   Tools

	// What is known so far.
	runtime  report.Runtime
	monitors *report.Monitors
	problems []report.Problem
	// sent is what the parent knows.
	sent wire.Known
	// last is the question that was announced last.
	last *wire.Question

	entry    *openxr.Entry
	instance *openxr.Instance
	systems  []*openxr.System
	// configurations are the view configurations that the systems listed.
	configurations map[*openxr.System][]xr.ViewConfigurationType
	// simulated is the caller's runtime of the request's sheet, or nil.
	simulated *simulated.Runtime
	// unload frees a simulated runtime that load made; no other runtime is unloaded.
	unload func()
}

// step is one level of the ladder and the function that goes through it.
type step struct {
	level report.Level
	do    func(*asker) *report.Cause
}

func ladder() []step {
	return []step{
		{report.LevelLibrary, (*asker).load},
		{report.LevelExtensions, (*asker).listExtensions},
		{report.LevelInstance, (*asker).createInstance},
		{report.LevelSystem, (*asker).findSystems},
		{report.LevelProperties, (*asker).readProperties},
		{report.LevelSession, (*asker).holdSessions},
	}
}

// climb goes as far as the request says, and reports before and after each level. An error
// means that the parent is gone.
func (a *asker) climb(steps []step) error {
	for _, s := range steps {
		if !a.request.Level.AtLeast(s.level) {
			break
		}
		if err := a.tools.Send(wire.Step{Begin: s.level}); err != nil {
			return err
		}
		if s.level == report.LevelInstance && a.tools.BeforeInstance != nil {
			a.tools.BeforeInstance()
		}
		cause := s.do(a)
		if cause != nil {
			a.fail(*cause, s.level)
		} else {
			a.runtime.Reached, a.runtime.Status = &s.level, report.StatusOK
		}
		end := cause != nil || s.level == a.request.Level
		if err := a.sendKnown(wire.Step{Effects: a.effects(s.level), End: end}); err != nil || end {
			return err
		}
	}
	return nil
}

// fail records why the runtime is asked no further, and which question was the last.
func (a *asker) fail(because report.Cause, level report.Level) {
	because.Level = level
	if because.Result != nil {
		because.Text += a.orLayers()
	}
	if a.last != nil {
		because.Call = new(a.last.String())
	}
	a.runtime.Status, a.runtime.Cause = report.StatusFailed, &because
}

func (a *asker) effects(level report.Level) []wire.Effect {
	if a.tools.Effects == nil {
		return nil
	}
	return a.tools.Effects(level)
}

// sendKnown adds everything that the parent does not know yet to a step and sends it.
func (a *asker) sendKnown(s wire.Step) error {
	known := wire.Known{Runtime: a.runtime, Monitors: a.monitors, Problems: a.problems}
	known.Since(a.sent, &s)
	a.sent = known.Copy()
	return a.tools.Send(s)
}

// keep sends what is known so far, so that a later crash does not lose it.
func (a *asker) keep() { _ = a.sendKnown(wire.Step{}) } // the level's last step notices a parent that is gone

// ask announces a question. If the request leaves the question out, ask records a problem and
// returns false.
func (a *asker) ask(q wire.Question) bool {
	if a.announce(q) {
		return true
	}
	a.problems = append(a.problems, report.Problem{
		ID: "question_left_out", Severity: report.SeverityWarning,
		Text: q.String() + " was not asked again, because the runtime did not survive it; what it would answer is unknown",
	})
	return false
}

// announce is ask for a question whose answer can also be found in another way, so that leaving
// it out is no problem.
func (a *asker) announce(q wire.Question) bool {
	if !a.survived(q) {
		return false
	}
	a.last = &q
	_ = a.tools.Send(wire.Step{Question: &q}) // the level's last step notices a parent that is gone
	return true
}

func (a *asker) survived(q wire.Question) bool { return !slices.Contains(a.request.Skip, q) }

// lists reports whether the runtime lists an extension.
func (a *asker) lists(extension string) bool {
	return slices.ContainsFunc(a.runtime.Extensions, func(e report.Extension) bool { return e.Name == extension })
}

// enabled reports whether the instance was created with an extension.
func (a *asker) enabled(extension string) bool {
	return slices.Contains(a.runtime.EnabledExtensions, extension)
}

// addProblem records an error after which the runtime is still asked. It ignores nil.
func (a *asker) addProblem(err error) {
	if err == nil {
		return
	}
	id := "call_failed"
	if errors.Is(err, openxr.ErrDistrusted) {
		id = report.CauseDistrusted
	}
	a.problems = append(a.problems, report.Problem{ID: id, Severity: report.SeverityWarning, Text: err.Error()})
}

// said is an error, and who may have given it: an API layer may refuse what the runtime would accept, and then the runtime is
// never asked.
func (a *asker) said(err error) string {
	if _, is := openxr.ResultOf(err); !is {
		return err.Error()
	}
	return err.Error() + a.orLayers()
}

// orLayers says that what failed may be the API layers' doing; "" if there are none.
func (a *asker) orLayers() string {
	switch between := a.request.Between; len(between) {
	case 0:
		return ""
	case 1:
		return " (said by the runtime, or by the API layer " + between[0] + ", which then did not ask it)"
	default:
		return " (said by the runtime, or by one of the API layers " + strings.Join(between, ", ") + ", which then did not ask it)"
	}
}

// orNil turns an empty string, which stands for unknown, into null.
func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
