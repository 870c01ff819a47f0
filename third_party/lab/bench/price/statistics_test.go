// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQuantile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		values []float64
		part   float64
		want   float64
	}{
		"one value":                         {[]float64{7}, 0.5, 7},
		"the middle of an odd number":       {[]float64{9, 1, 5}, 0.5, 5},
		"between the two of an even number": {[]float64{4, 1, 2, 9}, 0.5, 3},
		"the lower quarter":                 {[]float64{5, 4, 3, 2, 1}, 0.25, 2},
		"the highest":                       {[]float64{5, 4, 6}, 1, 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.InDelta(t, c.want, quantile(c.values, c.part), 1e-9)
		})
	}
	require.True(t, math.IsNaN(median(nil)))
}

func TestQuantile_LeavesTheOrder(t *testing.T) {
	t.Parallel()
	values := []float64{3, 1, 2}
	median(values)
	require.Equal(t, []float64{3, 1, 2}, values)
}

// The machine is twice as slow in the second round: the ratio of each round does not see it.
func TestPaired(t *testing.T) {
	t.Parallel()
	own, other := []float64{10, 20, 10}, []float64{5, 10, 5, 99}
	require.Equal(t, []float64{2, 2, 2}, paired(own, other, ratio))
	require.Equal(t, []float64{5, 10, 5}, paired(own, other, difference))
	require.Empty(t, paired(nil, other, ratio))
}
