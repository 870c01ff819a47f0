// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build rules && linux && (amd64 || arm64)

package probe_test

import (
	"testing"

	"github.com/xrprobe/xrprobe/testdata/rules"
)

func TestABrokenRuleTurnsItsTestRed(t *testing.T) {
	t.Parallel()
	rules.RequireRed(t, "..", guards())
}
