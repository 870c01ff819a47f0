// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build rules

package permission_test

import (
	"testing"

	"github.com/xrprobe/xrprobe/testdata/rules"
)

func TestABrokenRuleTurnsItsTestRed(t *testing.T) {
	t.Parallel()
	rules.RequireRed(t, "../..", rules.Parse(t, rulesTable))
}
