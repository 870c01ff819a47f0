// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"math"
	"slices"
)

// quantile returns the value below which the given part of the values lies. It is NaN if there
// are no values.
func quantile(values []float64, part float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	at := part * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

func median(values []float64) float64 { return quantile(values, 0.5) }

// paired applies f to the values of each round that both series have. A round's values were
// measured close together, so f sees one speed of the machine.
func paired(own, other []float64, f func(own, other float64) float64) []float64 {
	var out []float64
	for i := range min(len(own), len(other)) {
		out = append(out, f(own[i], other[i]))
	}
	return out
}

func ratio(own, other float64) float64      { return own / other }
func difference(own, other float64) float64 { return own - other }
