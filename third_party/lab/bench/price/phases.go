// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"text/tabwriter"
)

// phase is a part of the time of `xrprobe --json`. The phases are one after the other, and
// together they are the whole time.
type phase int

const (
	phaseStart phase = iota
	phaseSpawn
	phaseLoad
	phaseRuntime
	phaseLedger
	phaseFrames
	phaseEnd
	phaseCount
)

var phaseNames = [phaseCount]string{
	"start    xrprobe's exec to the first file of ours",
	"spawn    until the child has the request; meanwhile manifests are looked for",
	"load     the child's dlopen of the runtime",
	"runtime  calls of the runtime",
	"ledger   the child's looks for side effects, up to the last file of each",
	"frames   messages from the child, and what the child does between calls",
	"end      the child's last message to xrprobe's exit: problems, modes, JSON",
}

// stretch is a part of the time that few marks are enough to tell from the others.
type stretch int

const (
	beforeRequest stretch = iota
	inChild
	afterAnswers
	stretchCount
)

// split is how many milliseconds each phase took, by the stretch that it was in.
type split [stretchCount]phaseTimes

// phaseTimes is how many milliseconds each phase took.
type phaseTimes [phaseCount]float64

func (s split) of(at stretch) float64 {
	var sum float64
	for _, ms := range s[at] {
		sum += ms
	}
	return sum
}

// scaled returns the phases with the length that each stretch has in another run. The other run
// was traced with few marks, so its stretches are nearly undisturbed.
func (s split) scaled(undisturbed split) phaseTimes {
	var out phaseTimes
	for at := range stretchCount {
		for p, ms := range s[at] {
			if ms > 0 {
				out[p] += ms * undisturbed.of(at) / s.of(at)
			}
		}
	}
	return out
}

// The system calls that are marks. Each costs time when it is traced. Xrprobe makes few of the
// first ones, and hundreds of openat.
const (
	fewMarks = "execve,write,pwrite64,clone,clone3,vfork,exit_group"
	allMarks = fewMarks + ",openat"
)

// tracePhases runs a command with strace once, and splits its time.
func tracePhases(command []string, marks, file string) (split, error) {
	args := append([]string{"-f", "-ttt", "--seccomp-bpf", "-s", "100", "-e", "trace=" + marks, "-e", "signal=none", "-o", file}, command...)
	if out, err := exec.Command("strace", args...).CombinedOutput(); err != nil {
		return split{}, fmt.Errorf("strace: %w: %s", err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return split{}, err
	}
	return splitTrace(string(text))
}

// mark is a system call in a trace, at its begin.
type mark struct {
	process   int
	ms        float64
	call, arg string
}

var (
	traceLine   = regexp.MustCompile(`^(\d+) +(\d+\.\d+) (.*)$`)
	callBegins  = regexp.MustCompile(`^(\w+)\((.*)$`)
	madeProcess = regexp.MustCompile(`^(?:clone3?\(|<\.\.\. clone3? resumed>).*= (\d+)$`)
)

// parseTrace returns the marks of a trace in their order. A thread's marks are its process's.
func parseTrace(text string) []mark {
	var marks []mark
	makers, flags := map[int]int{}, map[int]string{}
	for line := range strings.Lines(text) {
		m := traceLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		thread, _ := strconv.Atoi(m[1])
		seconds, _ := strconv.ParseFloat(m[2], 64)
		if begins := callBegins.FindStringSubmatch(m[3]); begins != nil {
			marks = append(marks, mark{thread, seconds * 1000, begins[1], begins[2]})
			flags[thread] = begins[2]
		} else if strings.HasPrefix(m[3], "+++ exited") {
			marks = append(marks, mark{thread, seconds * 1000, "exited", ""})
		}
		if made := madeProcess.FindStringSubmatch(m[3]); made != nil && strings.Contains(flags[thread], "CLONE_THREAD") {
			id, _ := strconv.Atoi(made[1])
			makers[id] = thread
		}
	}
	for i := range marks {
		for maker, isThread := makers[marks[i].process]; isThread; maker, isThread = makers[maker] {
			marks[i].process = maker
		}
	}
	return marks
}

// cursor attributes the time up to each mark to a phase.
type cursor struct {
	split split
	at    float64
}

func (c *cursor) to(ms float64, in stretch, p phase) {
	c.split[in][p] += max(0, ms-c.at)
	c.at = max(c.at, ms)
}

// splitTrace splits the time of the first process of a trace into phases.
func splitTrace(text string) (split, error) {
	marks := parseTrace(text)
	if len(marks) == 0 {
		return split{}, errors.New("the trace is empty")
	}
	first, child := marks[0].process, 0
	c := cursor{at: marks[0].ms}
	asked, answered := false, false
	pending := phaseSpawn // what the child does
	last := lastFrame(marks, first)
	for i, m := range marks {
		switch {
		case m.process != first && m.call == "execve":
			child = m.process
		case m.process == first && m.call == "openat" && !asked && c.split[beforeRequest][phaseStart] == 0 && isOurs(m.arg):
			c.to(m.ms, beforeRequest, phaseStart)
		case m.process == first && child != 0 && !asked && isFrame(m):
			c.to(m.ms, beforeRequest, phaseSpawn)
			asked = true
		case m.process == child && asked && !answered && (isFrame(m) || m.call == "openat"):
			pending = c.childTo(m, pending)
			answered = i == last
		case m.process == first && m.call == "exited" && answered:
			c.to(m.ms, afterAnswers, phaseEnd)
		}
	}
	if !answered || c.split.of(afterAnswers) == 0 {
		return split{}, errors.New("the trace lacks the child's frames, or xrprobe's end; phases.go must learn the new marks")
	}
	return c.split, nil
}

// childTo moves the cursor to a mark of the child, and returns the phase that begins there.
func (c *cursor) childTo(m mark, pending phase) phase {
	switch {
	case m.call == "openat" && isLedger(m.arg):
		c.to(m.ms, inChild, pending)
		return phaseLedger
	case m.call == "openat":
		return pending // a library's or the runtime's
	case pending == phaseLedger:
		pending = phaseFrames
	}
	c.to(m.ms, inChild, pending)
	switch {
	case strings.Contains(m.arg, "load the library"):
		return phaseLoad
	case strings.Contains(m.arg, `\"question\"`):
		return phaseRuntime
	default:
		return phaseFrames
	}
}

// lastFrame returns the index of the last frame of a child of the first process.
func lastFrame(marks []mark, first int) int {
	last := -1
	for i, m := range marks {
		if m.process != first && isFrame(m) {
			last = i
		}
	}
	return last
}

// isFrame reports whether a mark writes a message to the other process: an object of JSON, and to no
// standard output. A question is written in its place in memory, and a message of an older tree into the pipe.
func isFrame(m mark) bool {
	return (m.call == "write" || m.call == "pwrite64") && !strings.HasPrefix(m.arg, "1, ") && !strings.HasPrefix(m.arg, "2, ") && strings.Contains(m.arg, "{")
}

// isOurs reports whether an openat is neither of the dynamic linker nor of Go's runtime.
func isOurs(arg string) bool {
	for _, theirs := range []string{`"/etc/ld.so.cache"`, `/lib`, `"/sys/kernel/mm/`, `"/proc/self/cgroup"`, `"/proc/self/mountinfo"`, `"/sys/fs/cgroup`} {
		if strings.Contains(arg, theirs) {
			return false
		}
	}
	return true
}

// ledgerFile is a file that a look for side effects opens: a process's directory, the kernel's
// lists, or a watched file, which it opens without following links.
var ledgerFile = regexp.MustCompile(`"/proc/(\d+|loadavg|net)|O_NOFOLLOW`)

func isLedger(arg string) bool { return ledgerFile.MatchString(arg) }

// measurePhases measures the phases of one pair of runs.
func measurePhases(command []string, file string) (phaseTimes, error) {
	pause()
	few, err := tracePhases(command, fewMarks, file)
	if err != nil {
		return phaseTimes{}, err
	}
	pause()
	all, err := tracePhases(command, allMarks, file)
	return all.scaled(few), err
}

// medians returns the median of each phase.
func medians(runs []phaseTimes) phaseTimes {
	var out phaseTimes
	for p := range phaseCount {
		var values []float64
		for _, run := range runs {
			values = append(values, run[p])
		}
		out[p] = median(values)
	}
	return out
}

// writePhaseTable writes the phases of both trees, in milliseconds and as parts of the whole.
func writePhaseTable(w io.Writer, base string, found map[string][]phaseTimes) {
	fmt.Fprint(w, "\nWhere the time of row 1 goes, by runs of their own under strace, which makes them slower than row 1:\n\n")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\t%s\t\tthis tree\t\n", base)
	for p, name := range phaseNames {
		fmt.Fprint(table, name)
		for _, tree := range []string{treeBase, treeNow} {
			if len(found[tree]) == 0 {
				fmt.Fprint(table, "\t-\t")
				continue
			}
			times := medians(found[tree])
			var sum float64
			for _, ms := range times {
				sum += ms
			}
			fmt.Fprintf(table, "\t%s ms\t%.0f%%", number(times[p]), 100*times[p]/sum)
		}
		fmt.Fprintln(table)
	}
	_ = table.Flush()
}
