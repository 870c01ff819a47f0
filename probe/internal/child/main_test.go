// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"os"
	"testing"

	"github.com/xrprobe/xrprobe/probe/internal/levels"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// The test binary also serves as the child of its own tests.
func TestMain(m *testing.M) {
	Main(func(r wire.Request, t Tools) error { return levels.Answer(r, levels.Tools(t)) })
	os.Exit(m.Run())
}
