// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch_test

import (
	"os"
	"testing"

	"github.com/xrprobe/xrprobe/probe"
)

// The test binary is the child of its own tests.
func TestMain(m *testing.M) {
	probe.ChildMain()
	os.Exit(m.Run())
}
