// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/glsession"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// sessionAsker asks in one session, from its creation to its end. It destroys what it
// created, in reverse order, and keeps the instance.
type sessionAsker struct {
	*asker
	system         *openxr.System
	configurations []xr.ViewConfigurationType
	session        *openxr.Session
	described      *report.System
	out            *report.Session
	// closeWindow closes the window that the session was created with, if there is one.
	closeWindow func()
}

// sessionKind returns the requested kind. Without a request it prefers a headless session, which
// shows nothing, if the runtime offers that.
func (a *asker) sessionKind() report.SessionKind {
	switch {
	case a.request.Session != "":
		return a.request.Session
	case a.lists(xr.MNDHeadlessExtensionName):
		return report.SessionHeadless
	default:
		return report.SessionOpenGL
	}
}

// kindExtension returns the extension that a kind of session needs.
func kindExtension(kind report.SessionKind) string {
	if kind == report.SessionHeadless {
		return xr.MNDHeadlessExtensionName
	}
	return xr.KHROpenglEnableExtensionName
}

// sessionExtensions returns the extensions that add something to ask of a session. Below the
// level session there are none.
func (a *asker) sessionExtensions() []string {
	if !a.request.Level.AtLeast(report.LevelSession) {
		return nil
	}
	return []string{
		kindExtension(a.sessionKind()),
		xr.FBDisplayRefreshRateExtensionName, xr.FBColorSpaceExtensionName, xr.KHRVisibilityMaskExtensionName,
		xr.EXTHandTrackingExtensionName, xr.FBEyeTrackingSocialExtensionName, xr.ANDROIDEyeTrackingExtensionName,
		xr.HTCXViveTrackerInteractionExtensionName, xr.EXTLocalFloorExtensionName,
		xr.MSFTUnboundedReferenceSpaceExtensionName, xr.ANDROIDUnboundedReferenceSpaceExtensionName,
	}
}

// holdSessions creates a session on each available system, one after the other. If one
// fails, the others still have their turn, and the first cause is returned.
func (a *asker) holdSessions() *report.Cause {
	if a.request.Sheet == nil { // a simulated runtime gets no window
		defer glsession.End()
	}
	a.readMonitors()
	var first *report.Cause
	for i, system := range a.systems {
		if system == nil {
			continue
		}
		s := sessionAsker{
			asker: a, system: system, configurations: a.configurations[system],
			described: &a.runtime.Systems[i], out: &report.Session{Kind: a.sessionKind()},
		}
		s.described.Session = s.out
		if cause := s.hold(); cause != nil && first == nil {
			first = cause
		}
	}
	return first
}

func (s *sessionAsker) hold() *report.Cause {
	if cause := s.create(); cause != nil {
		cause.Level = report.LevelSession
		s.out.Cause = cause
		return cause
	}
	defer s.closeWindow()
	s.out.Unknown = []report.Gap{}
	s.begin()
	s.readSpaces()
	s.readFormats()
	s.readDisplay()
	s.readMasks()
	s.readTrackers()
	s.end()
	s.keep() // before xrDestroySession, in which runtimes tend to hang or crash
	s.ask(wire.DestroySession)
	return causeOf(s.session.Destroy())
}

// ask announces a question about the session's system, or one part of it.
func (s *sessionAsker) ask(command string, part ...string) bool {
	return s.asker.ask(wire.Question{Command: command, Of: s.described.FormFactor, Part: strings.Join(part, ", ")})
}

// read asks for a part of the session, or records why it stays unknown.
func (s *sessionAsker) read(part, command string, ask func() error) {
	err := errNotSurvived
	if s.ask(command) {
		err = ask()
	}
	if err != nil {
		s.unknown(part, err)
	}
}

// create creates the session, or says why there is none.
func (s *sessionAsker) create() *report.Cause {
	s.closeWindow = func() {}
	if needed := kindExtension(s.out.Kind); !s.enabled(needed) {
		return &report.Cause{
			Code: report.CauseNoSessionKind, Text: fmt.Sprintf("the runtime offers no %s session: %s is not enabled", s.out.Kind, needed),
			Fix: new("Ask a runtime that offers XR_MND_headless or XR_KHR_opengl_enable, or for the other kind of session."),
		}
	}
	var chain *openxr.Chain
	if s.out.Kind == report.SessionOpenGL {
		window, err := s.openWindow()
		if err != nil {
			return causeOfNoSession(err)
		}
		s.closeWindow = window.Close
		chain = &openxr.Chain{}
		window.Bind(chain)
	}
	err := errNotSurvived
	if s.ask("xrCreateSession") {
		s.session, err = s.system.CreateSession(chain)
	}
	if err != nil {
		s.closeWindow()
	}
	return causeOfNoSession(err)
}

// openWindow opens a hidden window. OpenXR requires that the runtime is asked first which
// versions of OpenGL it supports.
func (s *sessionAsker) openWindow() (*glsession.Window, error) {
	if !s.ask("xrGetOpenGLGraphicsRequirementsKHR") {
		return nil, errNotSurvived
	}
	oldest, _, err := s.system.OpenGLRequirements()
	if err != nil {
		return nil, err
	}
	if !s.ask("open a window with OpenGL") {
		return nil, errNotSurvived
	}
	return glsession.Open(oldest)
}

func causeOfNoSession(err error) *report.Cause {
	var window *glsession.Error
	switch {
	case errors.As(err, &window):
		return &report.Cause{Code: window.Code, Text: window.Text, Fix: &window.Fix}
	case errors.Is(err, errNotSurvived):
		return &report.Cause{Code: report.CauseCrashed, Text: err.Error()}
	default:
		return causeOf(err)
	}
}

// unknown records why a part is not known.
func (s *sessionAsker) unknown(part string, err error) {
	gap := report.Gap{Part: part, Because: err.Error()}
	if result, ok := openxr.ResultOf(err); ok {
		gap.Result = new(result.String())
	}
	s.out.Unknown = append(s.out.Unknown, gap)
}

// needs reports whether an extension is enabled. If not, it records why the parts stay
// unknown.
func (s *sessionAsker) needs(extension string, parts ...string) bool {
	if s.enabled(extension) {
		return true
	}
	for _, part := range parts {
		s.unknown(part, s.notEnabled(extension))
	}
	return false
}

func (s *sessionAsker) notEnabled(extension string) error {
	if s.lists(extension) {
		return fmt.Errorf("%s could not be enabled", extension)
	}
	return fmt.Errorf("%s is not listed", extension)
}

// How long to wait for an event, and how often to poll. Runtimes send the events at once,
// or when their compositor is ready.
const (
	stateLimit = time.Second
	stateEvery = 5 * time.Millisecond
)

// begin goes as far as possible without showing anything: it begins a headless session, and
// waits until one with graphics is ready, since beginning that would take the display.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#session-lifecycle
func (s *sessionAsker) begin() {
	s.out.States = []string{}
	if !s.await(xr.SessionStateReady) || s.out.Kind != report.SessionHeadless || len(s.configurations) == 0 || !s.ask("xrBeginSession") {
		return
	}
	if err := s.session.Begin(s.configurations[0]); err != nil {
		s.addProblem(err)
		return
	}
	s.await(xr.SessionStateFocused)
}

// end ends a session that was begun, in the order that OpenXR requires. If the session does
// not come to its end, it is destroyed all the same, which is allowed in every state.
func (s *sessionAsker) end() {
	if !s.was(xr.SessionStateSynchronized) || !s.ask("xrRequestExitSession") {
		return
	}
	err := s.session.RequestExit()
	if err == nil && s.await(xr.SessionStateStopping) && s.ask("xrEndSession") {
		err = s.session.End()
	}
	if err != nil {
		s.addProblem(err)
		return
	}
	s.await(xr.SessionStateExiting)
}

func (s *sessionAsker) was(state xr.SessionState) bool {
	return s.out.States != nil && slices.Contains(s.out.States, state.String())
}

// await polls events until the session has been in the state, and reports whether it was.
func (s *sessionAsker) await(state xr.SessionState) bool {
	if !s.ask("xrPollEvent", state.String()) {
		s.loseStates(errNotSurvived)
		return false
	}
	for end := time.Now().Add(stateLimit); !s.was(state) && time.Now().Before(end); {
		event, some, err := s.instance.PollEvent()
		switch {
		case err != nil:
			s.loseStates(err)
			return false
		case some:
			s.addState(event)
		default:
			time.Sleep(stateEvery)
		}
	}
	return s.was(state)
}

// loseStates records that the session's states are not known any more.
func (s *sessionAsker) loseStates(err error) {
	if s.out.States != nil {
		s.out.States = nil
		s.unknown("states", err)
	}
}

// maxStates is several times the number of states that a session goes through.
const maxStates = 64

func (s *sessionAsker) addState(event openxr.Event) {
	changed, ok := event.(openxr.SessionStateChanged)
	if ok && s.out.States != nil && len(s.out.States) < maxStates {
		s.out.States = append(s.out.States, changed.State.String())
	}
}
