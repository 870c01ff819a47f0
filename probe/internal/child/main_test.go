// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"fmt"
	"os"
	"testing"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/levels"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// The test binary also serves as the child of its own tests.
func TestMain(m *testing.M) {
	Main(func(r wire.Request, t Tools) error {
		if r.Library == lingering {
			return linger(t)
		}
		return levels.Answer(r, levels.Tools(t))
	})
	os.Exit(m.Run())
}

// lingering is the library of a child that answers and does not exit.
const lingering = "lingering"

func linger(t Tools) error {
	for _, step := range []wire.Step{{Begin: report.LevelInstance}, {Runtime: &wire.Update{Status: report.StatusOK}}} {
		if err := t.Send(step); err != nil {
			return err
		}
	}
	fmt.Println("last words")
	if err := t.Send(wire.Step{End: true}); err != nil {
		return err
	}
	select {} // until the parent lets go
}
