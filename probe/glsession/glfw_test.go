// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build cgo && glfw && linux

package glsession

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// calls carries functions to the main thread, on which TestMain runs them.
var calls = make(chan func())

func TestMain(m *testing.M) {
	ended := make(chan int)
	go func() { ended <- m.Run() }()
	for {
		select {
		case call := <-calls:
			call()
		case status := <-ended:
			os.Exit(status)
		}
	}
}

// onMain runs a function on the main thread and waits until it has returned.
func onMain(run func()) {
	done := make(chan struct{})
	calls <- func() {
		defer close(done)
		run()
	}
	<-done
}

// onXvfb starts a virtual display and sets DISPLAY for the length of a test. Tests that use
// it cannot run in parallel, because DISPLAY belongs to the process.
func onXvfb(t *testing.T, options ...string) {
	t.Helper()
	command := exec.Command("Xvfb", append([]string{"-displayfd", "1", "-noreset", "-screen", "0", "640x480x24"}, options...)...)
	output, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start(), "tests with the build tag glfw need Xvfb")
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	number, err := bufio.NewReader(output).ReadString('\n')
	require.NoError(t, err)
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
}

// openAndClose opens a window on the main thread, closes it, and returns its binding.
func openAndClose(oldest xr.Version) (binding *xr.GraphicsBindingOpenGLXlibKHR, err error) {
	onMain(func() {
		var w *Window
		defer End()
		if w, err = Open(oldest); err == nil {
			defer w.Close()
			binding = w.binding()
		}
	})
	return binding, err
}

func listMonitors() (monitors []Monitor, err error) {
	onMain(func() {
		defer End()
		monitors, err = Monitors()
	})
	return monitors, err
}

func requireError(t *testing.T, err error, code, text string) {
	t.Helper()
	var refused *Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, code, refused.Code, refused.Text)
	require.Contains(t, refused.Text, text)
	require.NotContains(t, refused.Text, "\n")
	require.NotEmpty(t, refused.Fix)
}

// Three windows can be opened one after the other, and each has a complete binding.
func TestOpen_BindingIsComplete(t *testing.T) {
	onXvfb(t)
	for range 3 {
		binding, err := openAndClose(xr.MakeVersion(3, 3, 0))
		require.NoError(t, err)
		require.Equal(t, xr.TypeGraphicsBindingOpenglXlibKHR, binding.Type)
		require.NotNil(t, binding.XDisplay)
		for _, number := range []uintptr{binding.GlxFBConfig, binding.GlxDrawable, binding.GlxContext, uintptr(binding.Visualid)} {
			require.NotZero(t, number)
		}
	}
}

func TestOpen_UnavailableVersion(t *testing.T) {
	onXvfb(t)
	_, err := openAndClose(xr.MakeVersion(9, 9, 0))
	requireError(t, err, CodeNoOpenGL, "no window with OpenGL 9.9 can be opened: ")
}

func TestOpen_DisplayWithoutOpenGL(t *testing.T) {
	onXvfb(t, "-extension", "GLX")
	_, err := openAndClose(0)
	requireError(t, err, CodeNoOpenGL, "no window with OpenGL can be opened: ")
}

func TestOpen_NoDisplay(t *testing.T) {
	t.Setenv("DISPLAY", "")
	_, err := openAndClose(0)
	requireError(t, err, CodeNoDisplay, "there is no display to open a window on: ")
	_, err = listMonitors()
	requireError(t, err, CodeNoDisplay, "there is no display to open a window on: ")
}

func TestOpen_RefusesOtherThread(t *testing.T) {
	onXvfb(t)
	_, err := Open(0)
	requireError(t, err, CodeThread, "the main thread only")
	_, err = Monitors()
	requireError(t, err, CodeThread, "the main thread only")
}

func TestMonitors_Xvfb(t *testing.T) {
	onXvfb(t)
	monitors, err := listMonitors()
	require.NoError(t, err)
	require.Len(t, monitors, 1)
	require.Equal(t, []int{640, 480}, []int{monitors[0].Width, monitors[0].Height})
	require.Empty(t, monitors[0].ID, "Xvfb has no EDID")
}

// With -terminate, Xvfb exits when its last client disconnects, so the three calls succeed
// only if the connection stays open until End.
func TestOpenAndMonitors_ShareConnection(t *testing.T) {
	onXvfb(t, "-terminate")
	var errs [3]error
	onMain(func() {
		defer End()
		_, errs[0] = Monitors()
		var w *Window
		if w, errs[1] = Open(0); errs[1] == nil {
			w.Close()
		}
		_, errs[2] = Monitors()
	})
	require.Equal(t, [3]error{}, errs)
}
