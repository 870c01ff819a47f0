// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

// The trees that are compared: their programs are in directories of these names.
const (
	treeBase = "base"
	treeNow  = "now"
)

// comparison says how a row is made of the samples. A program's name in the samples is that of
// the comparison with the tree's behind it.
type comparison struct {
	name, unit, program string
	// reference is the program to compare with; "" is none.
	reference string
	// ownReference says that each tree's program is compared with that tree's reference. The table
	// shows now's.
	ownReference bool
	// of is the value of a run.
	of func(sample) float64
	// over says that the row's value is what the program takes longer than the reference.
	over bool
	goal goal
}

// row compares the medians of a program's runs, and its ratios to the reference in each round.
func (c comparison) row(found samples) row {
	r := row{name: c.name, unit: c.unit, goal: c.goal}
	now, reference := found.series(c.program+" "+treeNow, c.of), found.series(c.referenceIn(treeNow), c.of)
	r.reference = median(reference)
	r.base, r.now = c.figure(found, treeBase), c.figure(found, treeNow)
	spread := now
	if c.reference != "" {
		spread = paired(now, reference, ratio)
	}
	r.low, r.high = quantile(spread, 0.25), quantile(spread, 0.75)
	r.change = median(paired(now, found.series(c.program+" "+treeBase, c.of), ratio))
	return r
}

func (c comparison) referenceIn(tree string) string {
	if c.ownReference {
		return c.reference + " " + tree
	}
	return c.reference
}

func (c comparison) figure(found samples, tree string) figure {
	own, other := found.series(c.program+" "+tree, c.of), found.series(c.referenceIn(tree), c.of)
	if len(own) == 0 {
		return unknown
	}
	f := figure{value: median(own), ratio: median(paired(own, other, ratio))}
	if c.over {
		f.value = median(paired(own, other, difference))
	}
	return f
}

// plainRow is a row of values that were not measured in rounds, and have no reference.
func plainRow(name, unit string, base, now []float64, g goal) row {
	return row{
		name: name, unit: unit, reference: median(nil), goal: g,
		base: figure{median(base), median(nil)}, now: figure{median(now), median(nil)},
		low: quantile(now, 0.25), high: quantile(now, 0.75), change: median(now) / median(base),
	}
}
