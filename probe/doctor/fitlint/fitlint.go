// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package fitlint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/devicelint"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/internal/places"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

// Linters returns the linters of the package.
func Linters() []lint.Linter {
	return []lint.Linter{unsuitableRuntime, headsetNotSeen, standaloneOnCable}
}

// activeOf returns the active runtime if it can be loaded as far as is known, and its service's name, or nil.
func activeOf(p *lint.Patient) (*report.Runtime, string) {
	active := p.Report.Active()
	if active == nil || active.Library == nil || active.Cause != nil {
		return nil, "" // that has problems of its own
	}
	service, _ := services.Of(*active.Library)
	return active, service.Name
}

// names joins the names of headsets, with the device that each is known by.
func names(headsets []report.Headset) string {
	var list []string
	for _, headset := range headsets {
		device := headset.Refs[0]
		list = append(list, fmt.Sprintf("%s (%s %s)", headset.Title(), busNames[device.What], device.ID))
	}
	return strings.Join(list, ", ")
}

// busNames are the names of buses in sentences.
var busNames = map[report.DeviceBus]string{report.BusUSB: "USB", report.BusHID: "HID", report.BusDisplay: "display"}

// are is "is" for one thing, and "are" for several.
func are[T any](list []T) string {
	if len(list) == 1 {
		return "is"
	}
	return "are"
}

// seesNone reports whether a runtime was asked for headsets, and answered that none is there.
func seesNone(r *report.Runtime) bool {
	none := false
	for _, system := range r.Systems {
		if system.FormFactor != "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY" {
			continue
		}
		if system.Status != report.SystemUnavailable {
			return false
		}
		none = true
	}
	return none
}

var unsuitableRuntime = lint.Linter{
	ID:       "unsuitable_runtime",
	Explain:  "A headset with a cable is plugged in, and the active runtime shows images on standalone headsets only.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		active, name := activeOf(p)
		headsets, _ := p.Plugged()
		if active == nil || name != "WiVRn" || len(headsets) == 0 {
			return nil
		}
		text := fmt.Sprintf("%s %s plugged in, and the active runtime is WiVRn, which shows images on standalone headsets only", names(headsets), are(headsets))
		return []report.Problem{lint.Problem("unsuitable_runtime", report.SeverityWarning, active.ID, text, otherRuntime(p))}
	},
}

// otherRuntime chooses an installed runtime for headsets with cables, or says that one is needed.
func otherRuntime(p *lint.Patient) string {
	at := slices.IndexFunc(p.Installed, func(f loader.Found) bool {
		service, known := services.Of(f.Manifest.Library)
		return f.Err == nil && known && service.Name != "WiVRn" && p.Inspect(f.Manifest).Problem == nil
	})
	if at < 0 {
		return "Install a runtime that drives this headset, and make it active."
	}
	return fmt.Sprintf("To try %s: %s", places.NameOf(p.Installed[at].Manifest), shell.Set(p.GOOS(), "XR_RUNTIME_JSON", p.Installed[at].Path))
}

var headsetNotSeen = lint.Linter{
	ID:       "headset_not_seen",
	Explain:  "A headset is plugged in, and the active runtime answers that none is connected; asked from the level system up.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		active, _ := activeOf(p)
		headsets, _ := p.Plugged()
		if active == nil || len(headsets) == 0 || !seesNone(active) || devicelint.Closed(p) {
			return nil // a headset that the user may not open is not seen for that reason
		}
		text := fmt.Sprintf("%s %s plugged in, and %s answers that no headset is connected", names(headsets), are(headsets), nameOf(active))
		fix := "Check that the headset has power and is connected to a display output too, and start the runtime again after it."
		return []report.Problem{lint.Problem("headset_not_seen", report.SeverityWarning, active.ID, text, fix)}
	},
}

func nameOf(r *report.Runtime) string {
	if r.Name != nil {
		return *r.Name
	}
	return r.ID
}

var standaloneOnCable = lint.Linter{
	ID:       "standalone_on_cable",
	Explain:  "A standalone headset hangs on USB, and the active runtime does not get it by that.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		active, name := activeOf(p)
		_, headsets := p.Plugged()
		if active == nil || len(headsets) == 0 || p.GOOS() != "linux" || name != "Monado" && !(name == "SteamVR" && seesNone(active)) {
			return nil
		}
		why := "and the active runtime is Monado, which has no driver for it"
		if name == "SteamVR" {
			why = "and SteamVR answers that no headset is connected: a cable alone does not make it one"
		}
		text := fmt.Sprintf("%s %s plugged in by USB, %s", names(headsets), are(headsets), why)
		fix := "Stream to the headset: start Steam Link or ALVR on both sides for SteamVR, or make WiVRn the active runtime."
		return []report.Problem{lint.Problem("standalone_on_cable", report.SeverityWarning, active.ID, text, fix)}
	},
}
