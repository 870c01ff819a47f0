// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// explain says how the table was made, and where the time of its first row goes.
func (b *bench) explain(w *os.File, base string) {
	fmt.Fprintf(w, `10 not run here: `+"`time make test`"+` on a machine without the lab, and `+"`time .ci/run`"+`, which prints minutes per stage.

Medians of up to %d rounds: each round ran every program once, in an order of its own, with random pauses. A ratio is the
median of the rounds' ratios. "middle half" is where half of the rounds lie: of this tree's ratios to the reference, or of
its values where there is no reference. A row whose reference is xrprobe itself, 2, 3 and 8, compares each tree with its
own, and shows this tree's. Row 2's value is what the spare child takes longer. Rows 5 (%d runs) and 9 (%d watches) have no
rounds. Row 8 is met up to ×%.2f, which is noise. For row 1: openxr_runtime_list_json takes ×%.2f of the C program's wall.
The load of this machine with %d processors was %s before and is %s now; on a quiet one, it is about 1.
`, b.rounds, peaksEach, watchesEach, flat, median(paired(b.found.series("list", wall), b.found.series("C", wall), ratio)),
		runtime.NumCPU(), b.load, load())
	b.writePhases(w, base)
	for _, note := range b.notes {
		fmt.Fprintln(w, "note:", note)
	}
}

// load returns the mean number of processes that ran or waited to run in the last minute.
func load() string {
	content, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	mean, _, _ := strings.Cut(string(content), " ")
	return mean
}

// writePhases writes where the time of xrprobe --json beside Monado goes. The trees take turns.
func (b *bench) writePhases(w *os.File, base string) {
	found := map[string][]phaseTimes{}
	failed := map[string]bool{}
	for range max(5, b.rounds/3) {
		for _, tree := range b.trees {
			if failed[tree] {
				continue
			}
			times, err := measurePhases([]string{b.program(tree, "xrprobe"), "--json"}, filepath.Join(b.dir, "trace"))
			if err != nil {
				failed[tree] = true
				delete(found, tree)
				b.note("left out: phases of %s: %v", tree, err)
				continue
			}
			found[tree] = append(found[tree], times)
		}
	}
	writePhaseTable(w, base, found)
}
