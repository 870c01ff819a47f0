// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/watch"
)

// watching is what the watch command was told of when to end, and of what was known before.
type watching struct {
	once  bool
	until time.Duration
	last  string
}

func (a *app) watchCommand() *cobra.Command {
	var w watching
	command := a.command("watch", "What changes, line by line, until interrupted", noArguments, nil)
	command.Long = strings.TrimSpace(`
Says how this machine is found, and then each change: another active runtime, a
headset plugged in or out, a runtime that died or came back. On a terminal a
change is one line to read; in a pipe, and with --output json, one JSON object
a line. It executes nothing (--level binary) unless --level says so: from
library up the runtime is asked in short-lived processes, less and less often,
so that the headset stays free. Interrupting it (Ctrl-C) ends with 0.`)
	command.RunE = func(command *cobra.Command, _ []string) error {
		if !command.Flags().Changed("output") && !a.json && !isTerminal(a.stdout) {
			a.output = outputJSONL
		}
		return a.watch(command.Context(), w)
	}
	flags := command.Flags()
	flags.BoolVar(&w.once, "once", false, "end after the first change")
	flags.DurationVar(&w.until, "for", 0, "end after this `TIME` (default: never)")
	a.addLast(command, &w.last)
	return command
}

// addLast adds the flag for what was known before.
func (a *app) addLast(command *cobra.Command, file *string) {
	command.Flags().StringVar(file, "last", "", "`FILE` with the last report of this machine, as\n--json wrote it, to believe until there is another")
}

func (a *app) watch(ctx context.Context, told watching) error {
	if told.until < 0 {
		return usageError{fmt.Errorf("--for %s: a time cannot be negative", told.until)}
	}
	watcher, err := a.watcher(told.last)
	if err != nil {
		return err
	}
	if told.until > 0 {
		bounded, cancel := context.WithTimeout(ctx, told.until)
		defer cancel()
		ctx = bounded
	}
	for change, err := range watcher.Changes(ctx) {
		if err != nil {
			return err
		}
		if err := a.printChange(change); err != nil {
			return err
		}
		if told.once && !slices.Contains(change.Topics, watch.TopicLast) && !slices.Contains(change.Topics, watch.TopicFirst) {
			return nil
		}
	}
	return unlessInterrupted(ctx)
}

// unlessInterrupted is the end of what goes on until somebody interrupts it.
func unlessInterrupted(ctx context.Context) error {
	var sent signalError
	if errors.As(context.Cause(ctx), &sent) && sent.signal == syscall.SIGTERM {
		return sent
	}
	return nil
}

// watcher watches what the global flags name, and says whose code it executes once.
func (a *app) watcher(last string) (watch.Watcher, error) {
	r, err := a.request()
	if err != nil {
		return watch.Watcher{}, err
	}
	if r.Level == "" && r.Simulate != nil {
		r.Level = report.LevelProperties
	}
	prober, err := a.prober()
	if err != nil {
		return watch.Watcher{}, err
	}
	if prober.Announce != nil {
		var once sync.Once
		prober.Announce = func(r report.Runtime) { once.Do(func() { a.announce(r) }) }
	}
	known, err := readLast(last)
	if err != nil {
		return watch.Watcher{}, asUsage("--last", err)
	}
	w := watch.Watcher{Prober: prober, Request: r, Last: known}
	return w, w.Check()
}

// maxReport is many times what the report of a machine takes.
const maxReport = 16 << 20

// readLast reads a report from before, if there is one.
func readLast(path string) (*report.Report, error) {
	if path == "" {
		return nil, nil
	}
	data, err := readSmall(path, maxReport, "report")
	if err != nil {
		return nil, err
	}
	var last report.Report
	switch err := json.Unmarshal(data, &last); {
	case err != nil:
		return nil, fmt.Errorf("%s: no report: %w", path, err)
	case last.Schema != report.SchemaName:
		return nil, fmt.Errorf("%s: its schema is %q, and a report's is %q: write one with xrprobe --json", path, last.Schema, report.SchemaName)
	default:
		return &last, nil
	}
}

// printChange prints a change as one line.
func (a *app) printChange(change watch.Change) error {
	change.Report.Host.Label = a.labelled()
	if a.output != outputHuman {
		return json.NewEncoder(a.stdout).Encode(change)
	}
	p := a.page()
	time := change.At.Local().Format(time.TimeOnly)
	_, err := io.WriteString(a.stdout, p.paint(bold, time)+"  "+printable(describeChange(change))+"\n")
	return err
}
