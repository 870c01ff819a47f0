// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package parts

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Gaps says why a table has nothing to show, for each runtime of which it shows nothing.
func (p Part) Gaps(r *report.Report) []string {
	switch {
	case p.NeedsSession():
		return p.sessionGaps(r)
	case p.Name == Env && r.Environment == nil:
		return []string{"nothing to show: another root, another user or a data sheet has no variables of this program"}
	case p.Name == Env:
		return nil
	case r.Runtimes == nil:
		return []string{"nothing to show: it is not known which runtime is active"}
	case len(r.Runtimes) == 0:
		return []string{"nothing to show: no OpenXR runtime is active here"}
	}
	var gaps []string
	for i, runtime := range r.Runtimes {
		alone := *r
		alone.Runtimes = r.Runtimes[i : i+1]
		if len(p.rows(&alone)) == 0 {
			assumed := r.Assumes(fmt.Sprintf("runtimes[%d].extensions", i))
			gaps = append(gaps, fmt.Sprintf("%s: nothing to show: %s", runtime.ID, p.why(runtime, assumed)))
		}
	}
	return gaps
}

// why says why a runtime has nothing to show. A data sheet may assume that it has no
// extensions.
func (p Part) why(runtime report.Runtime, noneAssumed bool) string {
	needed := report.LevelProperties
	if p.Name == "extensions" {
		needed = report.LevelExtensions
		if runtime.Extensions != nil && noneAssumed {
			return "the data sheet does not list the extensions"
		}
		if runtime.Extensions != nil {
			return "the runtime lists no extensions"
		}
	}
	switch {
	case !runtime.Level.AtLeast(needed):
		return fmt.Sprintf("it was asked up to the level %s, and this needs --level %s", runtime.Level, needed)
	case runtime.Systems == nil && runtime.Cause != nil:
		return fmt.Sprintf("it could not be asked (%s)", runtime.Cause.Code)
	case runtime.Extensions == nil || runtime.Systems == nil:
		return "it did not answer"
	}
	return p.whyNoSystem(runtime)
}

// whyNoSystem says what is missing of the runtime's systems. An available one is more
// interesting than one that is not.
func (p Part) whyNoSystem(runtime report.Runtime) string {
	why := "the runtime answered for no form factor"
	for _, system := range runtime.Systems {
		switch {
		case system.Status == report.SystemAvailable && system.ViewConfigurations == nil:
			return "the view configurations are not known"
		case system.Status == report.SystemAvailable && len(system.ViewConfigurations) == 0:
			return "the system has no view configurations"
		case system.Status == report.SystemAvailable:
			return fmt.Sprintf("the system's %s are not known, or there are none", p.Name)
		case system.Status == report.SystemUnavailable:
			why = "no headset is available now"
		case system.Status == report.SystemFailed && system.Result != nil:
			why = "xrGetSystem: " + *system.Result
		}
	}
	if len(runtime.Systems) > 0 && why == "the runtime answered for no form factor" {
		return "the runtime supports no headset"
	}
	return why
}
