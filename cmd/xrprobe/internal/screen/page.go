// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package screen

import (
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/headset"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/identity"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/parts"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/reasons"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe"
)

// Headsets says whether a headset is there.
func Headsets(p *prose.Writer, r *report.Report) {
	for _, line := range headset.Lines(r, describeSystem) {
		p.Entry(line.Label, "%s", line.Text)
	}
}

func describeSystem(system report.System) string {
	text := "available, but its name is unknown"
	if name := prose.OrEmpty(system.Name); name != "" {
		text = name
	}
	if system.VendorID != nil && *system.VendorID != 0 { // 0 names no vendor
		text += fmt.Sprintf(" (vendor %d)", *system.VendorID)
	}
	for _, configuration := range system.ViewConfigurations {
		text += fmt.Sprintf(", %s%s", parts.InWords(configuration.Type), describeViews(configuration.Views))
	}
	return text
}

func describeViews(views []report.View) string {
	if len(views) == 0 {
		return ""
	}
	first := views[0]
	return fmt.Sprintf(": %d × %d×%d pixels", len(views), first.RecommendedImageRectWidth, first.RecommendedImageRectHeight)
}

// Modes says of each mode whether it is supported, and why.
func Modes(p *prose.Writer, r *report.Report) {
	label := "WebXR"
	texts := reasons.Once(r)
	for i, mode := range r.Modes {
		p.Row(label, string(mode.Mode), string(mode.Support), texts[i])
		label = ""
	}
}

// Runtimes says which runtimes were asked, how far, and why these.
func Runtimes(p *prose.Writer, r *report.Report) {
	if r.Runtimes != nil && len(r.Runtimes) == 0 {
		p.Entry("Runtime", "%s", "none is active")
	}
	for _, runtime := range r.Runtimes {
		p.Entry("Runtime", "%s", describeRuntime(r, runtime))
		p.Entry("", "%s", whyThisOne(runtime, r.ActiveKnown()))
		for _, line := range identity.Files(runtime) {
			p.Entry("", "%s", line)
		}
	}
}

func describeRuntime(r *report.Report, runtime report.Runtime) string {
	text := identity.Name(runtime)
	if r.Simulation != nil && runtime.Name == nil {
		text = "unknown" // the ID is the sheet's, and the runtime's name is not in it
	}
	if runtime.Version != nil {
		text += " " + *runtime.Version
	}
	if runtime.APIVersion != nil {
		text += ", OpenXR " + *runtime.APIVersion
	}
	if runtime.Extensions != nil {
		text += fmt.Sprintf(", %d extensions", len(runtime.Extensions))
	}
	return text + "; " + howFar(runtime)
}

// howFar says how asking a runtime ended.
func howFar(runtime report.Runtime) string {
	reached := "nothing was reached"
	if runtime.Reached != nil {
		reached = "reached " + string(*runtime.Reached)
	}
	switch runtime.Status {
	case report.StatusOK:
		return "answered up to " + string(runtime.Level)
	case report.StatusNotRun:
		return "not executed, " + reached
	case report.StatusTimedOut:
		return "timed out, " + reached
	default:
		return string(runtime.Status) + ", " + reached
	}
}

// whyThisOne says where the runtime's manifest is, and why this runtime was asked.
func whyThisOne(runtime report.Runtime, activeKnown bool) string {
	switch runtime.Source {
	case probe.SourceRequest:
		return runtime.Manifest + ", named by --runtime"
	case probe.SourceSheet:
		return "made from the data sheet " + runtime.Manifest
	}
	found := fmt.Sprintf("%s, found through %s", runtime.Manifest, runtime.Source)
	switch {
	case runtime.Active:
	case !activeKnown:
		return found + "; which runtime is active is unknown"
	default:
		return found + ", not active"
	}
	return fmt.Sprintf("%s, the active one: %s", runtime.Manifest, whatChose(loader.Via(runtime.Source)))
}

// whatChose says what makes a runtime the active one.
func whatChose(via loader.Via) string {
	switch via {
	case loader.ViaRuntimeJSON:
		return "$XR_RUNTIME_JSON names it"
	case loader.ViaXDGConfigHome, loader.ViaHome:
		return "the user's configuration names it"
	default:
		return "the machine's configuration names it"
	}
}

// Trace shows every place that was searched, in order.
func Trace(p *prose.Writer, resolution *report.Resolution) {
	if resolution == nil {
		return
	}
	name := "Searched"
	for _, step := range resolution.Steps {
		p.Row(name, step.State, describeStep(step))
		name = ""
	}
}

// Classes says what a page learns without a prompt, and each reason once.
func Classes(p *prose.Writer, where string, r *report.Report) {
	p.Entry("Page", "what a page %s learns from isSessionSupported by default", where)
	said := map[string]string{}
	for _, class := range r.Classification {
		text := consequence(class)
		if earlier, known := said[text]; known {
			text = "as for " + earlier
		} else {
			said[text] = string(class.Mode)
		}
		p.Row("", string(class.Mode), text)
	}
}

// HostKind returns a form factor with its article, for a sentence.
func HostKind(formFactor report.FormFactor) string {
	if formFactor == report.FormFactorUnknown {
		return "a host like this"
	}
	return "a " + strings.ReplaceAll(string(formFactor), "_", " ")
}

func consequence(class report.Classification) string {
	switch {
	case class.Mode == webxr.Inline && class.Default == "granted":
		return "yes"
	case class.Default == "granted":
		return "yes, whatever is connected (" + class.Because + ")"
	case class.Default == "denied":
		return "no (" + class.Because + ")"
	case class.Ambiguous != nil:
		return "nothing without consent (" + strings.ReplaceAll(strings.Join(class.Ambiguous.Candidates, " or "), "_", " ") + ", which is not certain: " + class.Because + ")"
	default:
		return "nothing without consent (" + class.Because + ")"
	}
}
