// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build mutate

package loader_test

import (
	"testing"

	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

func TestSurprises_BrokenRuleFailsItsTest(t *testing.T) {
	t.Parallel()
	mutation.RequireRed(t, "../..", mutation.Parse(t, surprises))
}
