// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build mutate

package permission_test

import (
	"testing"

	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

func TestRules_BrokenRuleTurnsItsTestRed(t *testing.T) {
	t.Parallel()
	mutation.RequireRed(t, "../..", mutation.Parse(t, rulesTable))
}
