// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

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
)

// visit is one session, from its making to its end. What it makes it ends, last things
// first; the instance it leaves alone, as every child does.
type visit struct {
	*climber
	system         *openxr.System
	configurations []xr.ViewConfigurationType
	session        *openxr.Session
	described      *report.System
	out            *report.Session
	// leave ends what the session was made with, once it is gone.
	leave func()
}

// sessionKind is the kind that was asked for, or else the one that shows nothing.
func (c *climber) sessionKind() report.SessionKind {
	switch {
	case c.request.Session != "":
		return c.request.Session
	case c.lists(xr.MNDHeadlessExtensionName):
		return report.SessionHeadless
	default:
		return report.SessionOpenGL
	}
}

// kindExtension is what the instance needs for a kind of session.
func kindExtension(kind report.SessionKind) string {
	if kind == report.SessionHeadless {
		return xr.MNDHeadlessExtensionName
	}
	return xr.KHROpenglEnableExtensionName
}

// sessionExtensions are those that sessions answer by. Below the level session there are
// none.
func (c *climber) sessionExtensions() []string {
	if !c.request.Level.AtLeast(report.LevelSession) {
		return nil
	}
	return []string{
		kindExtension(c.sessionKind()),
		xr.FBDisplayRefreshRateExtensionName, xr.FBColorSpaceExtensionName, xr.KHRVisibilityMaskExtensionName,
		xr.EXTHandTrackingExtensionName, xr.FBEyeTrackingSocialExtensionName, xr.ANDROIDEyeTrackingExtensionName,
		xr.HTCXViveTrackerInteractionExtensionName, xr.EXTLocalFloorExtensionName,
		xr.MSFTUnboundedReferenceSpaceExtensionName, xr.ANDROIDUnboundedReferenceSpaceExtensionName,
	}
}

// holdSessions makes a session on each system that is there, one after the other. A
// system whose session fails keeps no other from having one.
func (c *climber) holdSessions() *report.Cause {
	defer glsession.End()
	c.readMonitors()
	var first *report.Cause
	for i, system := range c.systems {
		if system == nil {
			continue
		}
		v := visit{
			climber: c, system: system, configurations: c.configurations[system],
			described: &c.found.Systems[i], out: &report.Session{Kind: c.sessionKind()},
		}
		v.described.Session = v.out
		if cause := v.hold(); cause != nil && first == nil {
			first = cause
		}
	}
	return first
}

func (v *visit) hold() *report.Cause {
	if cause := v.make(); cause != nil {
		cause.Level = report.LevelSession
		v.out.Cause = cause
		return cause
	}
	defer v.leave()
	v.out.Unknown = []report.Gap{}
	v.live()
	v.readSpaces()
	v.readFormats()
	v.readDisplay()
	v.readMasks()
	v.readTrackers()
	v.quit()
	v.keep() // what is known, before the end, in which runtimes like to hang or to crash
	v.ask(destroyingSession)
	return causeOf(v.session.Destroy())
}

// destroyingSession tells nothing, so that a runtime that does not survive it is not asked
// for another session.
const destroyingSession = "xrDestroySession"

// ask is the climber's, of the system that the session is on.
func (v *visit) ask(command string, of ...string) bool {
	return v.climber.ask(command + "(" + strings.Join(append([]string{v.described.FormFactor}, of...), ", ") + ")")
}

// read asks for a part of the session, and notes why it is not known where it is not.
func (v *visit) read(part, command string, ask func() error) {
	err := errNotSurvived
	if v.ask(command) {
		err = ask()
	}
	if err != nil {
		v.unknown(part, err)
	}
}

// make makes the session, or says why there is none.
func (v *visit) make() *report.Cause {
	v.leave = func() {}
	if needed := kindExtension(v.out.Kind); !slices.Contains(v.found.Enabled, needed) {
		return &report.Cause{
			Code: CauseNoSessionKind, Text: fmt.Sprintf("the runtime offers no %s session: %s is not enabled", v.out.Kind, needed),
			Fix: new("Ask a runtime that offers XR_MND_headless or XR_KHR_opengl_enable, or for the other kind of session."),
		}
	}
	var chain *openxr.Chain
	if v.out.Kind == report.SessionOpenGL {
		window, err := v.openWindow()
		if err != nil {
			return causeOfNoSession(err)
		}
		v.leave = window.Close
		chain = &openxr.Chain{}
		window.Bind(chain)
	}
	err := errNotSurvived
	if v.ask("xrCreateSession") {
		v.session, err = v.system.CreateSession(chain)
	}
	if err != nil {
		v.leave()
	}
	return causeOfNoSession(err)
}

// openWindow asks first what the window must be able to do, as a session with OpenGL wants.
func (v *visit) openWindow() (*glsession.Window, error) {
	if !v.ask("xrGetOpenGLGraphicsRequirementsKHR") {
		return nil, errNotSurvived
	}
	oldest, _, err := v.system.OpenGLRequirements()
	if err != nil {
		return nil, err
	}
	if !v.ask("open a window with OpenGL") {
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
		return &report.Cause{Code: CauseCrashed, Text: err.Error()}
	default:
		return causeOf(err)
	}
}

// unknown notes why a part is not known.
func (v *visit) unknown(part string, err error) {
	gap := report.Gap{Part: part, Because: err.Error()}
	if result, ok := openxr.ResultOf(err); ok {
		gap.Result = new(result.String())
	}
	v.out.Unknown = append(v.out.Unknown, gap)
}

// needs reports whether the parts can be asked for, and notes it where they cannot.
func (v *visit) needs(extension string, parts ...string) bool {
	if slices.Contains(v.found.Enabled, extension) {
		return true
	}
	for _, part := range parts {
		v.unknown(part, v.notEnabled(extension))
	}
	return false
}

func (v *visit) notEnabled(extension string) error {
	if v.lists(extension) {
		return fmt.Errorf("%s could not be enabled", extension)
	}
	return fmt.Errorf("%s is not listed", extension)
}

// How long events are waited for, and how often they are looked for. Runtimes have them
// at once, or when their compositor is there.
const (
	stateLimit = time.Second
	stateEvery = 5 * time.Millisecond
)

// live goes as far as can be without showing anything: a headless session is begun, one
// with graphics, which would take the display, waits until it could be.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#session-lifecycle
func (v *visit) live() {
	v.out.States = []string{}
	if !v.await(xr.SessionStateReady) || v.out.Kind != report.SessionHeadless || len(v.configurations) == 0 || !v.ask("xrBeginSession") {
		return
	}
	if err := v.session.Begin(v.configurations[0]); err != nil {
		v.trouble(err)
		return
	}
	v.await(xr.SessionStateFocused)
}

// quit ends a session that was begun, as the runtime wants it. One that does not come to
// its end is destroyed all the same, which is allowed in every state.
func (v *visit) quit() {
	if !v.was(xr.SessionStateSynchronized) || !v.ask("xrRequestExitSession") {
		return
	}
	err := v.session.RequestExit()
	if err == nil && v.await(xr.SessionStateStopping) && v.ask("xrEndSession") {
		err = v.session.End()
	}
	if err != nil {
		v.trouble(err)
		return
	}
	v.await(xr.SessionStateExiting)
}

func (v *visit) was(state xr.SessionState) bool {
	return v.out.States != nil && slices.Contains(v.out.States, state.String())
}

// await takes in events until the session was in the state, and reports whether it was.
func (v *visit) await(state xr.SessionState) bool {
	if !v.ask("xrPollEvent", state.String()) {
		v.lose(errNotSurvived)
		return false
	}
	for end := time.Now().Add(stateLimit); !v.was(state) && time.Now().Before(end); {
		event, some, err := v.instance.PollEvent()
		switch {
		case err != nil:
			v.lose(err)
			return false
		case some:
			v.hear(event)
		default:
			time.Sleep(stateEvery)
		}
	}
	return v.was(state)
}

// lose is the end of events: which states there were is not known any more.
func (v *visit) lose(err error) {
	if v.out.States != nil {
		v.out.States = nil
		v.unknown("states", err)
	}
}

// maxStates is several times what a session goes through.
const maxStates = 64

func (v *visit) hear(event openxr.Event) {
	changed, ok := event.(openxr.SessionStateChanged)
	if ok && v.out.States != nil && len(v.out.States) < maxStates {
		v.out.States = append(v.out.States, changed.State.String())
	}
}
