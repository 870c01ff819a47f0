// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build cgo && glfw && (linux || windows)

package glsession

import (
	"fmt"
	"log"
	"runtime"
	"strings"

	"github.com/go-gl/glfw/v3.3/glfw"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// BuiltIn reports whether this program was built with GLFW.
const BuiltIn = true

// mainThread is the one that the goroutine of main is kept on from here on, because GLFW
// works on no other.
var mainThread int

func init() {
	runtime.LockOSThread()
	mainThread = thread()
}

// Window is a hidden window with an OpenGL context.
type Window struct{ window *glfw.Window }

// Open opens a window whose context has at least the version, and makes it the thread's.
// The error is an [*Error].
func Open(oldest xr.Version) (*Window, error) {
	if err := begin(); err != nil {
		return nil, err
	}
	var w Window
	said := attempt(func() (err error) {
		hints(oldest)
		w.window, err = glfw.CreateWindow(size, size, "xrprobe", nil, nil)
		return err
	})
	if w.window == nil {
		return nil, &Error{
			Code: CodeNoOpenGL, Text: fmt.Sprintf("no window with %s can be opened: %s", versionText(oldest), orSilence(said)),
			Fix: noOpenGLFix,
		}
	}
	if said := attempt(func() error { w.window.MakeContextCurrent(); return nil }); said != "" {
		w.Close()
		return nil, &Error{Code: CodeNoOpenGL, Text: "the OpenGL context cannot be used: " + said, Fix: noOpenGLFix}
	}
	return &w, nil
}

// size is a window's, in pixels. Nobody sees it.
const size = 64

// hints asks for a window that is not shown. A version of zero is any; from 3.2 on a
// context has a profile.
func hints(oldest xr.Version) {
	glfw.WindowHint(glfw.Visible, glfw.False)
	if oldest == 0 {
		return
	}
	glfw.WindowHint(glfw.ContextVersionMajor, int(oldest.Major()))
	glfw.WindowHint(glfw.ContextVersionMinor, int(oldest.Minor()))
	if oldest >= xr.MakeVersion(3, 2, 0) {
		glfw.WindowHint(glfw.OpenGLProfile, glfw.OpenGLCoreProfile)
	}
}

func versionText(v xr.Version) string {
	if v == 0 {
		return "OpenGL"
	}
	return fmt.Sprintf("OpenGL %d.%d", v.Major(), v.Minor())
}

// begin starts GLFW where it has not been started. That it did is seen by a call that is refused if not, since without
// a display it says nothing.
func begin() error {
	if thread() != mainThread {
		return &Error{
			Code: CodeThread, Text: "GLFW works on the main thread only, and this is another",
			Fix: "Ask from a child process (probe.Self or probe.Executable), not within this one.",
		}
	}
	said := attempt(glfw.Init)
	if refused := attempt(func() error { glfw.DefaultWindowHints(); return nil }); refused != "" {
		return &Error{
			Code: CodeNoDisplay, Text: "there is no display to open a window on: " + orSilence(said),
			Fix: noDisplayFix,
		}
	}
	return nil
}

// attempt calls GLFW, and returns in one line what it said, or nothing. Its Go package
// writes the platform's errors to the standard logger instead of returning them, and
// panics with those that it takes for the caller's.
func attempt(call func() error) (said string) {
	var words strings.Builder
	writer, flags := log.Writer(), log.Flags()
	log.SetOutput(&words)
	log.SetFlags(0)
	defer func() {
		log.SetOutput(writer)
		log.SetFlags(flags)
		if refusal := recover(); refusal != nil {
			said = oneLine(fmt.Sprint(refusal))
		}
	}()
	if err := call(); err != nil {
		return oneLine(err.Error())
	}
	return oneLine(words.String())
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func orSilence(said string) string {
	if said == "" {
		return "GLFW does not say why"
	}
	return said
}

// Bind appends the window's graphics binding to the chain that a session is made with.
func (w *Window) Bind(chain *openxr.Chain) { openxr.Append(chain, w.binding()) }

// Close ends the context and the window, which no session may use any more.
func (w *Window) Close() { attempt(func() error { w.window.Destroy(); return nil }) }

// End gives back the connection to the display, which [Open] and [Monitors] share: a
// display without any other client would start anew between two connections.
func End() {
	if thread() == mainThread {
		attempt(func() error { glfw.Terminate(); return nil })
	}
}

// Monitors lists the monitors. The error is an [*Error].
func Monitors() ([]Monitor, error) {
	if err := begin(); err != nil {
		return nil, err
	}
	monitors := []Monitor{}
	said := attempt(func() error {
		for _, m := range glfw.GetMonitors() {
			found := Monitor{Name: m.GetName(), ID: identify(m)}
			found.WidthMM, found.HeightMM = m.GetPhysicalSize()
			if mode := m.GetVideoMode(); mode != nil {
				found.Width, found.Height, found.RefreshRate = mode.Width, mode.Height, mode.RefreshRate
			}
			monitors = append(monitors, found)
		}
		return nil
	})
	if said != "" && len(monitors) == 0 {
		return nil, &Error{Code: CodeNoDisplay, Text: "the monitors cannot be listed: " + said, Fix: noDisplayFix}
	}
	return monitors, nil
}
