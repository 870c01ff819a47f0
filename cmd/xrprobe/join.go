// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/probe/inventory"
)

// agent is the user agent that the list of supported modes is made for. It implements
// everything that xrprobe knows.
var agent = modes.UserAgent{ARModule: true, Modules: webxr.Features()}

// join fills in a report's modes, its classification and the machine's label.
func (a *app) join(r *report.Report) {
	inventory.Join(r, agent)
	r.Host.Label = a.flags.hostLabel()
}

// hostClasses classifies a host by what it is.
func hostClasses(host report.Host) classify.Classifications {
	return classify.Classify(inventory.Subject(host))
}

// reportedClasses writes classes as reports have them.
func reportedClasses(classes classify.Classifications) []report.Classification {
	return inventory.Classification(classes)
}
