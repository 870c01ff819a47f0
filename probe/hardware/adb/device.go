// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/standalone"
)

// Device is an Android device that the server knows. What is nil is not known, and Because says why.
type Device struct {
	// Number counts the devices of the server from 1.
	Number int
	// Connection says how the server reaches the device.
	Connection Connection
	// USBPath is where the device hangs, as Linux names it in /sys/bus/usb/devices, such as "1-4.2"; "" if the server does not say.
	USBPath string
	// State says what the server can do with the device.
	State State
	// Because says why something is not known, one sentence for each reason.
	Because []string
	// Manufacturer and Model are the device's names for them, such as "Oculus" and "Quest 3".
	Manufacturer, Model *string
	// Build names the software, Release is the version of Android, and SDK the number of its API.
	Build, Release, SDK *string
	// ABI is the kind of programs that the device runs, such as "arm64-v8a".
	ABI *string
	// Known says whether the device is in the table of standalone headsets (package standalone).
	Known report.Verdict
	// Features are the features with which devices tell Android that they are for XR; empty if there are none, and nil if they are not known.
	Features []string
	// Declared says whether one of them says that the device is a headset.
	Declared report.Verdict
	// Runtime is the active OpenXR runtime.
	Runtime Runtime
	// Identity tells this device from others of its model. It is nil unless Client.Identify is set.
	Identity *Identity
}

// Identity is what identifies one device.
type Identity struct {
	// Serial is the serial number, or the network address of a device on the network; "" if it has none.
	Serial string
}

// RuntimeState says what is known of the active runtime.
type RuntimeState string

// The states. RuntimeNone says that no broker names a runtime: manifests in the device's own directories are not looked at.
const (
	RuntimeFound   RuntimeState = "found"
	RuntimeNone    RuntimeState = "none"
	RuntimeUnknown RuntimeState = "unknown"
)

// Runtime is the OpenXR runtime that a device's runtime broker offers first. The Khronos loader takes it if it can load it.
type Runtime struct {
	State RuntimeState
	// Because says why the state is unknown.
	Because string
	// Authority is the broker that answered: "org.khronos.openxr.runtime_broker" or "org.khronos.openxr.system_runtime_broker".
	Authority string
	// Package is the runtime's Android package, and Library the name of its library's file; "" if the broker does not say.
	Package, Library string
	// HasFunctions says whether the broker has other names for the runtime's functions.
	HasFunctions bool
}

// feature2 names the second shell protocol, which tells the end of a command from the end of a connection.
const feature2 = "shell_v2"

// session is what asks one device.
type session struct {
	client Client
	ctx    context.Context
	entry  entry
	device *Device
	second bool
	// gone is set when the device stopped answering: then nothing more is asked.
	gone bool
}

// device asks a device what it is.
func (c Client) device(ctx context.Context, e entry) Device {
	d := Device{
		Connection: e.connection, USBPath: e.usbPath, State: e.state, Because: []string{}, Known: report.VerdictUnknown, Declared: report.VerdictUnknown,
		Runtime: Runtime{State: RuntimeUnknown, Because: e.state.because()},
	}
	if c.Identify {
		d.Identity = &Identity{Serial: e.serial}
	}
	if reason := e.state.because(); reason != "" {
		d.Because = append(d.Because, reason)
		return d
	}
	s := session{client: c, ctx: ctx, entry: e, device: &d}
	s.all()
	return d
}

func (s *session) all() {
	features, err := s.client.features(s.ctx, s.entry)
	s.note(err)
	s.second = slices.Contains(features, feature2)
	d := s.device
	for _, row := range []struct {
		name string
		into **string
	}{
		{"ro.product.manufacturer", &d.Manufacturer}, {"ro.product.model", &d.Model}, {"ro.build.display.id", &d.Build},
		{"ro.build.version.release", &d.Release}, {"ro.build.version.sdk", &d.SDK}, {"ro.product.cpu.abi", &d.ABI},
	} {
		*row.into = s.property(row.name)
	}
	if d.Manufacturer != nil && d.Model != nil {
		d.Known = verdict(standalone.Is(*d.Manufacturer, *d.Model))
	}
	s.xrFeatures()
	d.Runtime = s.runtime()
}

func verdict(yes bool) report.Verdict {
	if yes {
		return report.VerdictYes
	}
	return report.VerdictNo
}

// note keeps why something is not known. A device that did not answer, or that the server cannot reach, is not asked again.
func (s *session) note(err error) {
	if err == nil {
		return
	}
	var known *Error
	s.gone = s.gone || !errors.As(err, &known) || known.Kind != ErrRefused || isAboutDevice(known.Detail)
	s.device.Because = append(s.device.Because, err.Error())
}

// run runs a command on the device, unless it stopped answering.
func (s *session) run(asked, command string) (output, bool) {
	if s.gone {
		return output{}, false
	}
	printed, err := s.client.shell(s.ctx, asked, s.entry, s.second, command)
	s.note(err)
	return printed, err == nil
}

// maxProperty bounds a property's value, as Android does for what a program may set (PROP_VALUE_MAX); builds may have longer ones.
const maxProperty = 256

func (s *session) property(name string) *string {
	printed, ok := s.run("the property "+name, "getprop "+name)
	if !ok {
		return nil
	}
	value := strings.TrimSpace(printed.text)
	if printed.exit != 0 || value == "" || len(value) > maxProperty {
		s.device.Because = append(s.device.Because, fmt.Sprintf("the property %s: the device does not have it", name))
		return nil
	}
	return new(s.clean(value))
}

// clean returns a text of the device without bytes that are no text, and without its serial number.
func (s *session) clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	const shortest = 4 // a shorter one is part of many words
	if serial := s.entry.serial; len(serial) >= shortest && !s.client.Identify {
		text = strings.ReplaceAll(text, serial, "\uFFFD")
	}
	return text
}

// headsetFeatures say that a device is a headset. A phone for Daydream has other features of VR.
var headsetFeatures = []string{"android.hardware.vr.headtracking", "android.software.xr.api.openxr", "oculus.hardware.standalone_vr"}

// isXR reports whether a feature is about XR. Others, such as those of cameras, are not kept.
func isXR(feature string) bool {
	for _, begin := range []string{"android.hardware.vr.", "android.software.vr.", "android.hardware.xr.", "android.software.xr.", "oculus.hardware.standalone_vr"} {
		if strings.HasPrefix(feature, begin) {
			return true
		}
	}
	return false
}

// xrFeatures reads the list of the device's features, one a line, such as "feature:android.hardware.vr.headtracking=1".
func (s *session) xrFeatures() {
	printed, ok := s.run("the features of the device", "pm list features")
	if !ok {
		return
	}
	features, lines := []string{}, 0
	for line := range strings.Lines(printed.text) {
		name, found := strings.CutPrefix(strings.TrimSpace(line), "feature:")
		if name, _, _ = strings.Cut(name, "="); !found || name == "" {
			continue
		}
		lines++
		if name = s.clean(name); isXR(name) && len(name) <= maxProperty && !slices.Contains(features, name) {
			features = append(features, name)
		}
	}
	if lines == 0 {
		s.device.Because = append(s.device.Because, "the features of the device: it lists none")
		return
	}
	slices.Sort(features)
	s.device.Features = features
	s.device.Declared = verdict(slices.ContainsFunc(features, func(f string) bool { return slices.Contains(headsetFeatures, f) }))
}

// brokers are asked in the loader's order.
var brokers = []string{"org.khronos.openxr.runtime_broker", "org.khronos.openxr.system_runtime_broker"}

// runtime follows the Khronos loader: the broker that can be installed, and if it has no runtime, that of the system.
func (s *session) runtime() Runtime {
	abi, ok := s.abi()
	if !ok {
		return Runtime{State: RuntimeUnknown, Because: "it is not known for which kind of programs the runtime is"}
	}
	for _, authority := range brokers {
		uri := fmt.Sprintf("content://%s/openxr/1/abi/%s/runtimes/active", authority, abi)
		printed, ok := s.run("the active runtime", "content query --uri "+uri+" --projection "+strings.Join(columns, ":"))
		if !ok {
			return Runtime{State: RuntimeUnknown, Because: "the device did not answer"}
		}
		if found := s.activeOf(printed, authority); found.State != RuntimeNone {
			return found
		}
	}
	return Runtime{State: RuntimeNone}
}

// activeOf returns the runtime of the first row.
func (s *session) activeOf(printed output, authority string) Runtime {
	t, complaint := parseTable(printed.text), printed.text+printed.errors
	switch {
	case len(t.rows) > 0:
		row := t.rows[0]
		return Runtime{
			State: RuntimeFound, Authority: authority, Package: s.short(row["package_name"]), Library: s.short(row["so_filename"]), HasFunctions: row["has_functions"] == "1",
		}
	case t.empty, strings.Contains(complaint, "Could not find provider"):
		return Runtime{State: RuntimeNone}
	case strings.Contains(complaint, "SecurityException"), strings.Contains(complaint, "Permission Denial"):
		return Runtime{State: RuntimeUnknown, Because: "the broker " + authority + " does not answer to a shell"}
	}
	return Runtime{State: RuntimeUnknown, Because: "what the broker " + authority + " answers is not understood"}
}

func (s *session) short(text string) string {
	if text = s.clean(text); len(text) > maxProperty {
		return ""
	}
	return text
}

// abi returns the word that the loader has for the programs of the device. Its word for 32-bit ARM is not Android's.
func (s *session) abi() (string, bool) {
	if s.device.ABI == nil {
		return "", false
	}
	word, ok := map[string]string{"arm64-v8a": "arm64-v8a", "armeabi-v7a": "armeabi-v7l", "x86_64": "x86_64", "x86": "x86"}[*s.device.ABI]
	return word, ok
}
