// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform

import (
	"io/fs"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// displayServer looks at what the environment names, and whether there is a socket. A toolkit that can use both takes Wayland.
func (m machine) displayServer() report.DisplayServer {
	d := report.DisplayServer{Kind: report.DisplayServerUnknown, Wayland: report.DisplaySocketUnknown, X11: report.DisplaySocketUnknown}
	switch {
	case m.System() != "linux" || m.isAndroid():
		d.Because = "Wayland and X11 are looked for on Linux alone"
		return d
	case !m.hasEnvironment():
		d.Because = "the environment of programs of another root is not known"
		return d
	}
	d.SessionType, d.Desktop = known(m.env("XDG_SESSION_TYPE")), known(m.env("XDG_CURRENT_DESKTOP"))
	d.Wayland, d.X11 = m.wayland(), m.x11()
	d.Kind, d.Because = kindOf(d.Wayland, d.X11)
	return d
}

func kindOf(wayland, x11 report.DisplaySocket) (report.DisplayServerKind, string) {
	switch {
	case wayland == report.DisplaySocketFound:
		return report.DisplayServerWayland, "there is a socket of Wayland where programs look for it"
	case x11 == report.DisplaySocketFound:
		return report.DisplayServerX11, "DISPLAY names a socket that is there"
	case x11 == report.DisplaySocketElse:
		return report.DisplayServerX11, "DISPLAY names a display that is reached over the network"
	case wayland == report.DisplaySocketUnknown:
		return report.DisplayServerUnknown, "the socket of Wayland cannot be looked at"
	case x11 == report.DisplaySocketUnknown:
		return report.DisplayServerUnknown, "the socket that DISPLAY names cannot be looked at"
	case x11 == report.DisplaySocketUnseen:
		return report.DisplayServerUnknown, "DISPLAY names a socket that has no file, and whether there is one without a file is not known"
	case wayland == report.DisplaySocketMissing && x11 == report.DisplaySocketMissing:
		return report.DisplayServerNone, "the sockets that WAYLAND_DISPLAY and DISPLAY name do not exist"
	case wayland == report.DisplaySocketMissing:
		return report.DisplayServerNone, "the socket that WAYLAND_DISPLAY names does not exist"
	case x11 == report.DisplaySocketMissing:
		return report.DisplayServerNone, "the socket that DISPLAY names does not exist"
	}
	return report.DisplayServerNone, "neither WAYLAND_DISPLAY nor DISPLAY is set"
}

// defaultWayland is the socket that libwayland takes if the environment names none.
const defaultWayland = "wayland-0"

// wayland follows wl_display_connect: an inherited socket, a path, or a name in XDG_RUNTIME_DIR.
func (m machine) wayland() report.DisplaySocket {
	if m.env("WAYLAND_SOCKET") != "" {
		return report.DisplaySocketFound
	}
	name, dir := m.env("WAYLAND_DISPLAY"), m.env("XDG_RUNTIME_DIR")
	absent := report.DisplaySocketMissing
	if name == "" {
		name, absent = defaultWayland, report.DisplaySocketNotSet
	}
	if !path.IsAbs(name) {
		if !path.IsAbs(dir) {
			return absent
		}
		name = dir + "/" + name
	}
	return m.socket(name, absent)
}

// socket reports whether a path leads to a socket.
func (m machine) socket(name string, absent report.DisplaySocket) report.DisplaySocket {
	info := m.FileAt(name)
	switch {
	case info.State == loader.StateFound && info.Mode.Type() == fs.ModeSocket:
		return report.DisplaySocketFound
	case info.State == loader.StateFailed:
		return report.DisplaySocketUnknown
	}
	return absent
}

// x11 reads DISPLAY: a host, a colon, the number of the display, and perhaps a point and the number of a screen.
func (m machine) x11() report.DisplaySocket {
	display := m.env("DISPLAY")
	if display == "" {
		return report.DisplaySocketNotSet
	}
	at := strings.LastIndexByte(display, ':')
	number, _, _ := strings.Cut(display[at+1:], ".")
	if at < 0 || !isDigits(number) {
		return report.DisplaySocketMissing
	}
	if host := display[:at]; host != "" && host != "unix" {
		return report.DisplaySocketElse
	}
	file := "/tmp/.X11-unix/X" + number
	if found := m.socket(file, report.DisplaySocketMissing); found != report.DisplaySocketMissing {
		return found
	}
	return m.abstract(file)
}

// abstract looks for a socket that has a name and no file, in the list of sockets.
func (m machine) abstract(name string) report.DisplaySocket {
	data, err := m.ReadFile("/proc/net/unix")
	switch {
	case strings.Contains(string(data), " @"+name+"\n"):
		return report.DisplaySocketFound
	case err != nil:
		return report.DisplaySocketUnseen
	}
	return report.DisplaySocketMissing
}
