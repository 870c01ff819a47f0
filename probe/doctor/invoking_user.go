// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
)

var invokingUser = Linter{
	ID:      "invoking_user",
	Explain: "No runtime is active for root, while the user who became root has one.",
	Check:   inTurn(turnInvokingUser),
}

func findInvokingUser(ctx context.Context, p *Patient) []report.Problem {
	home := variable(p.Host, "HOME")
	for _, way := range []struct{ tool, user string }{
		{"sudo", variable(p.Host, "SUDO_USER")}, {"doas", variable(p.Host, "DOAS_USER")}, {"pkexec", hostfacts.UserOf(p.Host, 2, variable(p.Host, "PKEXEC_UID"))},
	} {
		if file := choiceOf(ctx, p.Host, way.user); file != "" {
			return runAs(p.Host, "Through "+way.tool+", HOME is "+home, "without "+way.tool, way.user, file)
		}
	}
	if home != "/root" {
		return nil
	}
	who := "For root, HOME is " + home
	names, file := choosers(ctx, p.Host)
	switch len(names) {
	case 0:
		return nil
	case 1:
		return runAs(p.Host, who, "not as root", names[0], file)
	}
	return problem("invoking_user", report.SeverityWarning,
		fmt.Sprintf("%s, where no runtime is chosen; the configurations of %s name one each.", who, joined(names)),
		"Run the OpenXR program as one of them; see what that user's programs find, for instance with: xrprobe --user "+shellWord(names[0]))
}

func runAs(h loader.Host, who, how, user, file string) []report.Problem {
	return problem("invoking_user", report.SeverityWarning,
		fmt.Sprintf("%s, where no runtime is chosen; the configuration of the user %s names one: %s.", who, user, runtimeAt(h, file)),
		fmt.Sprintf("Run the OpenXR program as %s, %s; see what that user's programs find with: xrprobe --user %s", user, how, shellWord(user)))
}

// choiceOf returns the manifest that the configuration of another user names, or "".
func choiceOf(ctx context.Context, h loader.Host, user string) string {
	if user == "" || user == "root" {
		return ""
	}
	other, err := h.ForUser(user)
	if err != nil {
		return ""
	}
	resolution, err := other.Resolve(ctx)
	if err != nil || resolution.Via != loader.ViaHome || variable(other, "HOME") == variable(h, "HOME") {
		return ""
	}
	return resolution.Chosen
}

// choosers returns the users of the machine whose configuration names a runtime, and the
// last one's manifest. Of users who share a home directory it returns the first.
func choosers(ctx context.Context, h loader.Host) (names []string, file string) {
	for _, name := range hostfacts.Users(h) {
		if chosen := choiceOf(ctx, h, name); chosen != "" && chosen != file {
			names, file = append(names, name), chosen
		}
	}
	return names, file
}

// joined joins names: "a, b and c".
func joined(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
