// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package changes

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/identity"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/parts"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/watch"
)

// Describe says in one line what has changed, or, for the first state, what was
// found.
func Describe(change watch.Change) string {
	var parts []string
	for _, what := range change.Topics {
		switch what {
		case watch.TopicLast:
			age := time.Duration(change.AgeMS) * time.Millisecond
			return fmt.Sprintf("%s ago: %s", age.Round(time.Second), whichRuntime(change.Report))
		case watch.TopicFirst:
			parts = append(parts, whichRuntime(change.Report), whichSystems(change.Report), whichHeadsets(change))
		case watch.TopicRuntime:
			parts = append(parts, whichRuntime(change.Report))
		case watch.TopicState:
			parts = append(parts, canBeAsked(change.Report))
		case watch.TopicHeadset:
			parts = append(parts, whichSystems(change.Report))
		case watch.TopicHardware:
			parts = append(parts, whichHeadsets(change))
		}
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "; ")
}

// watchedRuntime returns the runtime that a change is about, or nil.
func watchedRuntime(r *report.Report) *report.Runtime {
	if len(r.Runtimes) == 0 {
		return nil
	}
	return &r.Runtimes[0]
}

func whichRuntime(r *report.Report) string {
	runtime := watchedRuntime(r)
	switch {
	case r.Runtimes == nil:
		return "it is unknown which runtime is active"
	case runtime == nil:
		return "no runtime is active"
	}
	text := fmt.Sprintf("the runtime is %s, %s", identity.Name(*runtime), runtime.Manifest)
	if runtime.Cause != nil {
		text += "; " + canBeAsked(r)
	}
	return text
}

func canBeAsked(r *report.Report) string {
	switch runtime := watchedRuntime(r); {
	case runtime == nil:
		return ""
	case runtime.Cause == nil:
		return identity.Name(*runtime) + " can be asked"
	default:
		return fmt.Sprintf("%s cannot be asked: %s", identity.Name(*runtime), strings.TrimSuffix(runtime.Cause.Text, "."))
	}
}

// whichSystems says for each system whether it is available.
func whichSystems(r *report.Report) string {
	runtime := watchedRuntime(r)
	if runtime == nil {
		return ""
	}
	var systems []string
	for _, system := range runtime.Systems {
		systems = append(systems, parts.InWords(system.FormFactor)+" "+string(system.Status))
	}
	return strings.Join(systems, ", ")
}

func whichHeadsets(change watch.Change) string {
	if change.Hardware == nil {
		return ""
	}
	var names []string
	for _, headset := range change.Hardware {
		name := headset.Title()
		if headset.Confidence == report.ConfidencePossible {
			name += " (possible)"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "no headset that is known here"
	}
	return "plugged in: " + strings.Join(names, ", ")
}
