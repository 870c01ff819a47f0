// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command progress runs go test and prints the line of each package as soon as it ends:
//
//	progress go test ./...
//
// go test itself prints the packages in alphabetical order, so that one slow package hides
// the others. When nothing has ended for a while, progress names what is running. It prints
// the output of the tests that fail, and ends with go test's exit code.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// patience is how long progress prints nothing before it says what is running.
const patience = 20 * time.Second

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "progress: name the command: progress go test ./...")
		os.Exit(2)
	}
	os.Exit(run(os.Args[1:]))
}

func run(command []string) int {
	test := exec.Command(command[0], append([]string{command[1], "-json"}, command[2:]...)...)
	test.Stderr = os.Stderr
	events, err := test.StdoutPipe()
	if err == nil {
		err = test.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "progress:", err)
		return 2
	}
	lines := make(chan string)
	go func() {
		defer close(lines)
		for reader := bufio.NewReader(events); ; {
			line, err := reader.ReadString('\n')
			if line != "" {
				lines <- line
			}
			if err != nil {
				return
			}
		}
	}()
	show(lines, time.Tick(patience), os.Stdout, os.Stderr)
	var ended *exec.ExitError
	switch err := test.Wait(); {
	case err == nil:
		return 0
	case errors.As(err, &ended) && ended.ExitCode() > 0:
		return ended.ExitCode()
	default:
		fmt.Fprintln(os.Stderr, "progress:", err)
		return 2
	}
}

// event is a line of go test -json. See `go doc test2json`.
type event struct{ Action, Package, Test, Output string }

// pack is a package whose tests are running.
type pack struct {
	lines  []string            // the package's own output
	tests  map[string][]string // the output of each test that has not ended
	failed []string            // the output of tests that failed
	done   int                 // how many tests have ended
}

// show prints the packages as they end, and at a tick, if no package has ended since the
// tick before, what is running.
func show(lines <-chan string, ticks <-chan time.Time, out, status io.Writer) {
	running, quiet := map[string]*pack{}, false
	for {
		select {
		case line, more := <-lines:
			if !more {
				return
			}
			if read(line, running, out) {
				quiet = false
			}
		case <-ticks:
			if quiet {
				fmt.Fprintln(status, "still running: "+describe(running))
			}
			quiet = true
		}
	}
}

// read takes one line into account, and reports whether it printed something.
func read(line string, running map[string]*pack, out io.Writer) bool {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil {
		fmt.Fprint(out, line)
		return true
	}
	if e.Action == "build-output" {
		fmt.Fprint(out, e.Output)
		return true
	}
	p := running[e.Package]
	if p == nil && e.Package != "" {
		p = &pack{tests: map[string][]string{}}
		running[e.Package] = p
	}
	switch {
	case p == nil:
	case e.Action == "output":
		p.add(e.Test, e.Output)
	case e.Action != "pass" && e.Action != "fail" && e.Action != "skip":
	case e.Test != "":
		p.end(e.Test, e.Action == "fail")
	default:
		p.print(out, e.Action == "fail")
		delete(running, e.Package)
		return true
	}
	return false
}

func (p *pack) add(test, output string) {
	switch {
	case test == "":
		p.lines = append(p.lines, output)
	case !strings.HasPrefix(output, "=== "):
		p.tests[test] = append(p.tests[test], output)
	}
}

func (p *pack) end(test string, failed bool) {
	if failed {
		p.failed = append(p.failed, p.tests[test]...)
	}
	delete(p.tests, test)
	p.done++
}

// print prints what is worth knowing of a package that has ended: one line, or, if it failed,
// all of its own output and that of the tests that failed or did not end.
func (p *pack) print(out io.Writer, failed bool) {
	if !failed {
		for _, line := range p.lines {
			if strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "?") {
				fmt.Fprint(out, line)
			}
		}
		return
	}
	for _, name := range slices.Sorted(maps.Keys(p.tests)) {
		p.failed = append(p.failed, p.tests[name]...)
	}
	fmt.Fprint(out, strings.Join(append(p.failed, p.lines...), ""))
}

// describe names the packages that are running.
func describe(running map[string]*pack) string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(running)) {
		texts = append(texts, fmt.Sprintf("%s (%d tests have ended)", name, running[name].done))
	}
	if len(texts) == 0 {
		return "the compiler"
	}
	return strings.Join(texts, ", ")
}
