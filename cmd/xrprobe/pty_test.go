// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// condition decides the conditions of the scripts: [pty] holds if this machine can make a
// pseudo-terminal, or must.
func condition(word string) (bool, error) {
	if word != "pty" {
		return false, fmt.Errorf("there is no condition %q", word)
	}
	return os.Getenv(lab.PolicyVariable) == "require" || opens("/dev/ptmx"), nil
}

// opens reports whether a device can be opened. Without a mounted devpts, /dev/ptmx cannot.
func opens(device string) bool {
	file, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	return file.Close() == nil
}

func TestCondition_KnowsPseudoTerminals(t *testing.T) {
	t.Parallel()
	_, err := condition("pyt")
	require.Error(t, err)
	_, err = condition("pty")
	require.NoError(t, err)
	require.False(t, opens(t.TempDir()+"/ptmx"))
	require.True(t, opens(os.DevNull))
}
