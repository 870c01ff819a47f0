// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package verdict

import (
	"strings"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Of returns the verdict: what works and by what, what does not, or what is unknown, and why.
func Of(r *report.Report) string {
	text := sentence(r, modeOf(r, webxr.ImmersiveVR), modeOf(r, webxr.ImmersiveAR))
	if r.Simulation != nil {
		return "in the simulation, " + text
	}
	return text
}

// modeOf returns the result for a mode. What a report does not say is unknown.
func modeOf(r *report.Report, mode webxr.SessionMode) report.Mode {
	for _, m := range r.Modes {
		if m.Mode == mode {
			return m
		}
	}
	return report.Mode{Mode: mode, Support: report.Unknown}
}

func sentence(r *report.Report, vr, ar report.Mode) string {
	vrWorks, arWorks := vr.Support == report.Supported, ar.Support == report.Supported
	switch {
	case vrWorks && arWorks:
		return works(r, "immersive-vr and immersive-ar", "work", "are supported", ar, vr)
	case vrWorks:
		return works(r, "immersive-vr", "works", "is supported", ar, vr)
	case arWorks:
		return works(r, "immersive-ar", "works", "is supported", vr, ar)
	case vr.Support == report.Unknown:
		return "unknown: " + whyUnknown(r, vr)
	default:
		return "immersive-vr does not work" + whyNot(r, vr) + unlessUnknown(ar)
	}
}

// works says that modes work, and by what. If the runtime did not answer to the end, or no
// session could be created, modes are supported, but nobody has seen them work.
func works(r *report.Report, subject, work, supported string, other, m report.Mode) string {
	runtime := runtimeOf(r, m)
	doubt, not := doubtOf(runtime), "does not"
	if doubt != "" {
		work, not = supported, "is not"
	}
	text := subject + " " + work + besides(other, not) + ": "
	if m.System != nil {
		text += *m.System
	} else {
		text += "a display without a name"
	}
	if runtime != nil && runtime.Name != nil {
		text += " through " + *runtime.Name
	}
	return text + doubt
}

func doubtOf(runtime *report.Runtime) string {
	if runtime == nil {
		return ""
	}
	if runtime.Cause != nil {
		return "; but then " + failure(*runtime, "the runtime")
	}
	for _, system := range runtime.Systems {
		if system.Session != nil && system.Session.Cause != nil {
			return "; but no session could be created"
		}
	}
	return ""
}

// besides says what holds of the other mode.
func besides(other report.Mode, not string) string {
	switch other.Support {
	case report.Supported:
		return ""
	case report.Unavailable:
		return ", " + string(other.Mode) + " " + not + " now"
	case report.Unsupported:
		return ", " + string(other.Mode) + " " + not
	default:
		return ", " + string(other.Mode) + " is unknown"
	}
}

func unlessUnknown(other report.Mode) string {
	if other.Support == report.Unknown {
		return "; " + string(other.Mode) + " is unknown"
	}
	return ""
}

func whyNot(r *report.Report, m report.Mode) string {
	runtime := runtimeOf(r, m)
	switch {
	case r.Program.StoppedByLayers() && m.Support == report.Unavailable:
		return " now: API layers make every OpenXR program fail"
	case m.Support == report.Unavailable && runtime != nil:
		return " now: " + name(*runtime) + " has no headset at the moment"
	case m.Support == report.Unavailable:
		return " now"
	case len(m.Reasons) > 0 && m.Reasons[0].Code == modes.ReasonNoRuntime:
		return ": no OpenXR runtime is active"
	case runtime != nil:
		return ": " + name(*runtime) + " does not offer what it needs"
	default:
		return ""
	}
}

func whyUnknown(r *report.Report, m report.Mode) string {
	runtime := runtimeOf(r, m)
	switch {
	case r.Modes == nil:
		return "no runtime was asked"
	case runtime == nil && r.Runtimes == nil:
		return "the active runtime could not be determined"
	case runtime != nil && runtime.Cause != nil:
		return failure(*runtime, name(*runtime))
	case runtime != nil && runtime.Systems == nil:
		return name(*runtime) + " was asked up to the level " + string(runtime.Level) + " only"
	}
	var texts []string
	for _, reason := range m.Reasons {
		texts = append(texts, reason.Text)
	}
	return strings.Join(texts, "; ")
}

// failure says in a few words how asking a runtime failed. The problems of the report say why.
func failure(runtime report.Runtime, who string) string {
	switch {
	case runtime.Cause.Code == report.CauseInterrupted:
		return "asking " + who + " was interrupted"
	case runtime.Cause.Code == report.CauseHelperFailed:
		return "the process that asks " + who + " failed"
	case runtime.Status == report.StatusCrashed:
		return who + " crashed"
	case runtime.Status == report.StatusTimedOut:
		return who + " did not answer in time"
	case runtime.Cause.Level == report.LevelManifest && runtime.Active:
		return "the active runtime's manifest cannot be used" // so its file's name is all that is known of the runtime
	case runtime.Cause.Level == report.LevelManifest:
		return "the manifest " + runtime.Manifest + " cannot be used"
	case runtime.Cause.Call != nil && *runtime.Cause.Call == "load the Khronos loader":
		return "the Khronos loader cannot be loaded, so " + who + " was not asked"
	case runtime.Cause.Level.AtLeast(report.LevelLibrary):
		return who + " failed at the level " + string(runtime.Cause.Level)
	default:
		return who + " cannot be loaded"
	}
}

// runtimeOf returns the runtime that a mode's result is about, or nil.
func runtimeOf(r *report.Report, m report.Mode) *report.Runtime {
	for i := range r.Runtimes {
		if m.Runtime != nil && r.Runtimes[i].ID == *m.Runtime {
			return &r.Runtimes[i]
		}
	}
	return nil
}

// name is the name that a runtime gives itself, or its ID.
func name(runtime report.Runtime) string {
	if runtime.Name == nil {
		return runtime.ID
	}
	return *runtime.Name
}
