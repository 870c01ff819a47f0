// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
)

var unreadHome = Linter{
	ID:      "unread_home",
	Explain: "No runtime is active, because XDG_CONFIG_HOME leads away from the choice in HOME.",
	Check:   inTurn(turnUnreadHome),
}

func findUnreadHome(_ context.Context, p *Patient) []report.Problem {
	config, home := variable(p.Host, "XDG_CONFIG_HOME"), variable(p.Host, "HOME")
	at, known := choicePlace(p)
	unread := func(step report.Step) bool { return step.What == "$HOME/.config" && step.State == "skipped" }
	if !known || home == "" || !slices.ContainsFunc(p.Report.Resolution.Steps, unread) {
		return nil
	}
	file := choiceIn(p, path.Join(home, ".config/openxr/1"))
	if file == "" {
		return nil
	}
	return problem("unread_home", report.SeverityWarning,
		fmt.Sprintf("XDG_CONFIG_HOME is %s, so %s is not read, where a runtime is chosen: %s.", config, path.Join(home, ".config"), runtimeAt(p.Host, file)),
		at.link(p.Host, file))
}
