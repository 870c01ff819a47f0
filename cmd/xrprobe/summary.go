// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/elsewhere"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/faults"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/headset"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/identity"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/parts"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/reasons"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/verdict"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe"
)

// summary is xrprobe without a subcommand. It prints the whole report as JSON, or one
// screen of it: the verdict, what to fix, and then what it follows from.
func (a *app) summary(ctx context.Context) error {
	if a.flags.simulate == simulateList {
		return a.listSheets()
	}
	found, err := a.answered(ctx, defaults{}, func(p *prose.Writer, r *report.Report) {
		r = verdict.Known(r)
		p.Entry("Verdict", "%s", verdict.Of(r))
		faults.Entries(p, r)
		a.sourceEntry(p, r)
		elsewhere.Entry(p, r)
		simulationEntry(p, r.Simulation, a.flags.verbose)
		headsets(p, r)
		runtimeEntries(p, r)
		identity.Programs(p, r)
		modeRows(p, r)
		if a.flags.verbose {
			faults.Causes(p, r)
			traceRows(p, r.Resolution)
			faults.Effects(p, r)
			faults.Logs(p, r)
		}
		classRows(p, "on "+hostKind(r.Host.FormFactor), r)
	})
	if err != nil {
		return err
	}
	return askedAll(found)
}

// headsets says whether a headset is there.
func headsets(p *prose.Writer, r *report.Report) {
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

func modeRows(p *prose.Writer, r *report.Report) {
	label := "WebXR"
	texts := reasons.Once(r)
	for i, mode := range r.Modes {
		p.Row(label, string(mode.Mode), string(mode.Support), texts[i])
		label = ""
	}
}

func runtimeEntries(p *prose.Writer, r *report.Report) {
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

// traceRows shows every place that was searched, in order.
func traceRows(p *prose.Writer, resolution *report.Resolution) {
	if resolution == nil {
		return
	}
	name := "Searched"
	for _, step := range resolution.Steps {
		p.Row(name, step.State, describeStep(step))
		name = ""
	}
}

// classRows says what a page learns without a prompt, and each reason once.
func classRows(p *prose.Writer, where string, r *report.Report) {
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

// hostKind returns a form factor with its article, for a sentence.
func hostKind(formFactor report.FormFactor) string {
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
