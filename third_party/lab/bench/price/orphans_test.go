// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a program leaves behind is adopted, waited for and counted.
func TestReapOrphans(t *testing.T) {
	require.NoError(t, adoptOrphans())
	before := children()
	const busy = "i=0; while [ $i -lt 50000 ]; do i=$((i + 1)); done"
	require.NoError(t, exec.Command("sh", "-c", "("+busy+") & exit 0").Run())
	require.Positive(t, reapOrphans(before))
	require.Empty(t, reapOrphans(before), "it is gone")
}
