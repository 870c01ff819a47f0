// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

// situation is one row of the tables: what is wrong on a machine, and what is said.
type situation struct {
	code, name, text, fix string
	// mended reports whether the row's own test carries the fix out and sees that it mends.
	mended bool
}

// situations are the rows of all tables.
func situations() []situation {
	var all []situation
	for _, row := range noneMachines {
		all = append(all, situation{row.id, row.name, row.text, row.fix, row.after != "not tried" && row.meanwhile == nil})
	}
	for _, row := range choices {
		all = append(all, situation{row.id, row.name, row.text, row.fix, row.next != ""})
	}
	for _, row := range needed {
		all = append(all, situation{"library_needs", row.name, row.text, row.fix, false})
	}
	for name, row := range serviceSituations {
		if row.text != "" {
			all = append(all, situation{report.CauseXrError, name, row.text, row.fix, false})
		}
	}
	return all
}

// sharedFixes are the fixes that several situations share although no test carries them out, and why each fits all of them.
var sharedFixes = map[string]string{
	"Remove the variable, also where it is set for every session, and install or choose a runtime: unset XR_RUNTIME_JSON": "the variable names nothing, and without it nothing is active",
	"Run xrprobe on the host, and make a runtime active there.":                                                           "the host's files can be read, and no runtime is chosen there",
	"Stop that service, and start it as this user: monado-service":                                                        "the service is another user's: its socket tells so, or its process",
	"Stop it, and start it in another terminal: XDG_RUNTIME_DIR=/run/user/1 monado-service": "the service has no socket in this session, and its own XDG_RUNTIME_DIR is not set " +
		"or not known",
	"Start the application again, which writes the manifest anew: flatpak run io.github.wivrn.wivrn": "the application " +
		"is installed, wherever it is",
	"Set XDG_RUNTIME_DIR to the directory that monado-service was started with.": "the variable names no directory, and nothing tells which is the right one",
	"Set the program's launch options in Steam to: PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES=1 %command%": "Steam's container leaves the host's runtimes out, " +
		"whether or not the choice can be seen",
	"export XDG_RUNTIME_DIR=/run/user/2":                            "the socket is there: the socket itself tells so, or the service's process",
	fmt.Sprintf("export XDG_RUNTIME_DIR=/run/user/%d", os.Getuid()): "this user has a session, and the variable does not name it",
}

func TestSituations_ShareNoFixThatFitsOnlyOne(t *testing.T) {
	t.Parallel()
	byFix := map[string][]situation{}
	for _, s := range situations() {
		byFix[s.fix] = append(byFix[s.fix], s)
	}
	shared := map[string]bool{}
	for fix, sharing := range byFix {
		if len(sharing) < 2 || !slices.ContainsFunc(sharing, func(s situation) bool { return !s.mended }) {
			continue
		}
		shared[fix] = true
		if sharedFixes[fix] == "" {
			t.Errorf("does %q fit all of these?\n%+v", fix, sharing)
		}
	}
	for fix := range sharedFixes {
		require.Contains(t, shared, fix, "no situations share it")
	}
}
