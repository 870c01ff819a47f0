// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A program that fails is left out, and the others run on. After the end, the least number of rounds
// is run.
func TestRunRounds(t *testing.T) {
	t.Parallel()
	programs := []program{
		{name: "good", command: []string{"true"}, read: func([]byte, time.Time) (float64, error) { return 7, nil }},
		{name: "bad", command: []string{"false"}},
		{name: "fails as expected", command: []string{"false"}, mayFail: true},
		{name: "not counted", command: []string{"true"}, read: func([]byte, time.Time) (float64, error) { return 0, errors.New("no report") }},
	}
	found, notes := runRounds(programs, 9, time.Time{})
	require.Equal(t, []float64{7, 7, 7}, found.series("good", own))
	require.Len(t, found["fails as expected"], 3)
	require.NotContains(t, found, "bad")
	require.NotContains(t, found, "not counted")
	require.Contains(t, notes, "the time was over after 3 of 9 rounds")
	require.Len(t, notes, 3)
}
