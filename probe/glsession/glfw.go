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

// mainThread is the identifier of the main thread. init keeps the goroutine of main on it,
// because GLFW works on no other thread.
var mainThread int

func init() {
	runtime.LockOSThread()
	mainThread = thread()
}

// Window is a hidden window with an OpenGL context.
type Window struct{ window *glfw.Window }

// Open opens a hidden window whose context has this OpenGL version or a newer one, and
// makes the context current on this thread. Version 0 accepts any context. The error is an
// [*Error].
func Open(oldest xr.Version) (*Window, error) {
	if err := begin(); err != nil {
		return nil, err
	}
	var w Window
	message := attempt(func() (err error) {
		setHints(oldest)
		w.window, err = glfw.CreateWindow(size, size, "xrprobe", nil, nil)
		return err
	})
	if w.window == nil {
		return nil, &Error{
			Code: CodeNoOpenGL, Text: fmt.Sprintf("no window with %s can be opened: %s", versionText(oldest), orNoReason(message)),
			Fix: noOpenGLFix,
		}
	}
	if message := attempt(func() error { w.window.MakeContextCurrent(); return nil }); message != "" {
		w.Close()
		return nil, &Error{Code: CodeNoOpenGL, Text: "the OpenGL context cannot be used: " + message, Fix: noOpenGLFix}
	}
	return &w, nil
}

// size is the width and height of the hidden window, in pixels.
const size = 64

// setHints asks for a hidden window and for a context with this version. From version 3.2
// on, a context has a profile.
func setHints(oldest xr.Version) {
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

// begin initializes GLFW if that has not been done. glfw.Init may fail without a message if
// there is no display, so a second call, which needs GLFW, shows whether Init succeeded.
func begin() error {
	if thread() != mainThread {
		return &Error{
			Code: CodeThread, Text: "GLFW works on the main thread only, and this is another thread",
			Fix: "Run the probe in a child process (probe.Self or probe.Executable), not in this process.",
		}
	}
	message := attempt(glfw.Init)
	if refusal := attempt(func() error { glfw.DefaultWindowHints(); return nil }); refusal != "" {
		return &Error{
			Code: CodeNoDisplay, Text: "there is no display to open a window on: " + orNoReason(message),
			Fix: noDisplayFix,
		}
	}
	return nil
}

// attempt calls GLFW and returns its error message in one line, or "". The Go package for
// GLFW writes errors of the platform to the standard logger instead of returning them, and
// panics with errors that it takes for mistakes of the caller.
func attempt(call func() error) (message string) {
	var words strings.Builder
	writer, flags := log.Writer(), log.Flags()
	log.SetOutput(&words)
	log.SetFlags(0)
	defer func() {
		log.SetOutput(writer)
		log.SetFlags(flags)
		if refusal := recover(); refusal != nil {
			message = oneLine(fmt.Sprint(refusal))
		}
	}()
	if err := call(); err != nil {
		return oneLine(err.Error())
	}
	return oneLine(words.String())
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func orNoReason(message string) string {
	if message == "" {
		return "GLFW does not say why"
	}
	return message
}

// Bind adds the window's graphics binding to the chain with which a session is created.
func (w *Window) Bind(chain *openxr.Chain) { openxr.Append(chain, w.binding()) }

// Close destroys the context and the window. Destroy the session that uses them first.
func (w *Window) Close() { attempt(func() error { w.window.Destroy(); return nil }) }

// End closes the connection to the display, which [Open] and [Monitors] share. Call it after
// the last of them: an X server may reset itself when its last client disconnects.
func End() {
	if thread() == mainThread {
		attempt(func() error { glfw.Terminate(); return nil })
	}
}

// Monitors lists the monitors onto which the desktop extends. The error is an [*Error].
func Monitors() ([]Monitor, error) {
	if err := begin(); err != nil {
		return nil, err
	}
	monitors := []Monitor{}
	message := attempt(func() error {
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
	if message != "" && len(monitors) == 0 {
		return nil, &Error{Code: CodeNoDisplay, Text: "the monitors cannot be listed: " + message, Fix: noDisplayFix}
	}
	return monitors, nil
}
