// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform

import (
	"runtime"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Facts returns what the host runs and is made of.
func Facts(h loader.Host) report.HostFacts {
	m := machine{Host: h}
	if h.System() == "darwin" {
		m.mac = macOf(h)
	}
	return report.HostFacts{
		OperatingSystem: m.operatingSystem(), GPUs: m.gpus(), DisplayServer: m.displayServer(),
		VirtualMachine: m.virtualMachine(), Container: m.container(),
	}
}

// machine reads a host.
type machine struct {
	loader.Host
	mac *mac
}

// androidProperties is a file that every Android has. A root that has it is an Android device, even if a program for Linux reads it.
const androidProperties = "/system/build.prop"

func (m machine) isAndroid() bool {
	return m.System() == "android" || m.System() == "linux" && m.exists(androidProperties)
}

// hasKernelFiles reports whether the host has /proc and /sys.
func (m machine) hasKernelFiles() bool { return m.System() == "linux" || m.System() == "android" }

// hasEnvironment reports whether the environment is that of the host's programs: that of this process says nothing about another root.
func (m machine) hasEnvironment() bool {
	return m.LookupEnv != nil || m.Root == "" && m.System() == runtime.GOOS
}

// env returns a variable's value, or "" if it is not set or not known.
func (m machine) env(name string) string {
	if !m.hasEnvironment() {
		return ""
	}
	value, _ := m.Getenv(name)
	return value
}

func (m machine) exists(path string) bool { return m.FileAt(path).State == loader.StateFound }

// text returns the first line of a small file, or "" if it cannot be read or has no text.
func (m machine) text(path string) string {
	data, err := m.ReadFile(path)
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(strings.TrimRight(string(data), "\x00\n"), "\n")
	return clean(line)
}

// maxText bounds each text of the report.
const maxText = 200

// clean returns a text without bytes that are no text, and not too long.
func clean(text string) string {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD")))
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	return text
}

// known returns a text, or nil for "".
func known(text string) *string {
	if text = clean(text); text == "" {
		return nil
	}
	return &text
}
