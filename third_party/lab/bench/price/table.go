// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
)

// figure is what was measured of one tree: a value in the row's unit, and its ratio to the
// reference. Each is NaN if it is not known.
type figure struct{ value, ratio float64 }

var unknown = figure{math.NaN(), math.NaN()}

// goal is the most that a figure may be; 0 sets no limit.
type goal struct{ value, ratio float64 }

// row is one line of the table.
type row struct {
	name, unit string
	reference  float64
	base, now  figure
	// low and high are between what the middle half of the rounds lies: of now's ratio to the
	// reference, or of its value in a row without a reference.
	low, high float64
	// change is now's ratio to base.
	change float64
	goal   goal
}

// met reports in a word whether now reaches the goal.
func (r row) met() string {
	switch {
	case r.goal == goal{}:
		return ""
	case math.IsNaN(r.now.value) || r.goal.ratio > 0 && math.IsNaN(r.now.ratio):
		return "unknown"
	case r.goal.value > 0 && r.now.value > r.goal.value, r.goal.ratio > 0 && r.now.ratio > r.goal.ratio:
		return "no"
	default:
		return "yes"
	}
}

func (g goal) String() string {
	var limits []string
	if g.value > 0 {
		limits = append(limits, "≤ "+number(g.value))
	}
	if g.ratio > 0 {
		limits = append(limits, fmt.Sprintf("≤ ×%.2f", g.ratio))
	}
	return strings.Join(limits, ", ")
}

func number(f float64) string {
	switch {
	case math.IsNaN(f):
		return "-"
	case math.Abs(f) >= 1000 || f == math.Trunc(f):
		return fmt.Sprintf("%.0f", f)
	case math.Abs(f) >= 100:
		return fmt.Sprintf("%.1f", f)
	default:
		return fmt.Sprintf("%.2f", f)
	}
}

func (f figure) String() string {
	if math.IsNaN(f.ratio) {
		return number(f.value)
	}
	return fmt.Sprintf("%s ×%.2f", number(f.value), f.ratio)
}

func (r row) middle() string {
	switch {
	case math.IsNaN(r.low):
		return ""
	case math.IsNaN(r.now.ratio):
		return number(r.low) + " to " + number(r.high)
	default:
		return fmt.Sprintf("×%.2f to ×%.2f", r.low, r.high)
	}
}

// writeTable writes the rows for people.
func writeTable(w io.Writer, base string, rows []row) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\tunit\treference\t%s\tthis tree\tmiddle half\tthis/%s\tgoal\tmet\n", base, base)
	for _, r := range rows {
		change := ""
		if !math.IsNaN(r.change) {
			change = fmt.Sprintf("×%.2f", r.change)
		}
		reference := number(r.reference)
		if math.IsNaN(r.reference) {
			reference = ""
		}
		fmt.Fprintln(table, strings.Join([]string{
			r.name, r.unit, reference, r.base.String(), r.now.String(), r.middle(), change, r.goal.String(), r.met(),
		}, "\t"))
	}
	return table.Flush()
}

// writeTSV writes the rows for programs.
func writeTSV(w io.Writer, rows []row) error {
	var b strings.Builder
	b.WriteString("row\tunit\treference\tbase\tbase ratio\tnow\tnow ratio\tlow\thigh\tnow/base\tgoal\tgoal ratio\tmet\n")
	for _, r := range rows {
		b.WriteString(r.name + "\t" + r.unit)
		for _, f := range []float64{r.reference, r.base.value, r.base.ratio, r.now.value, r.now.ratio, r.low, r.high, r.change, r.goal.value, r.goal.ratio} {
			b.WriteString("\t")
			if !math.IsNaN(f) {
				fmt.Fprintf(&b, "%.6g", f)
			}
		}
		b.WriteString("\t" + r.met() + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
