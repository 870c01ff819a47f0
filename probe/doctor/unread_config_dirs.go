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

var unreadConfigDirs = Linter{
	ID:      "unread_config_dirs",
	Explain: "No runtime is active, because XDG_CONFIG_DIRS leaves out /etc/xdg, where one is chosen.",
	Check:   inTurn(turnUnreadConfigDirs),
}

func findUnreadConfigDirs(_ context.Context, p *Patient) []report.Problem {
	const usual = "/etc/xdg/openxr/1"
	dirs := variable(p.Host, "XDG_CONFIG_DIRS")
	at, known := choicePlace(p)
	if !known || dirs == "" || system(p.Host) != "linux" || slices.Contains(searched(p.Report), usual) || sandboxOf(p.Host).Kind != "" {
		return nil
	}
	file := choiceIn(p, usual)
	if file == "" {
		return nil
	}
	return problem("unread_config_dirs", report.SeverityWarning,
		fmt.Sprintf("XDG_CONFIG_DIRS is %s, so %s is not read, where a runtime is chosen: %s.", dirs, path.Dir(file), runtimeAt(p.Host, file)),
		at.link(p.Host, file))
}
