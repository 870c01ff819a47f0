// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build mutate && linux && (amd64 || arm64)

package probe_test

import (
	"testing"

	"github.com/xrprobe/xrprobe/third_party/lab/mutation"
)

func TestGuards_BrokenCodeTurnsItsTestRed(t *testing.T) {
	t.Parallel()
	mutation.RequireRed(t, "..", guards())
}
