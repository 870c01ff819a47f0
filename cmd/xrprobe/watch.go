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
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/changes"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/watch"
)

// watchFlags are the flags of the watch command.
type watchFlags struct {
	once  bool
	until time.Duration
	last  string
}

func (a *app) watchCommand() *cobra.Command {
	var w watchFlags
	command := a.command("watch", "What changes, line by line, until interrupted", noArguments, nil)
	command.Long = strings.TrimSpace(`
Prints the state of this machine, and then each change: another active runtime,
a headset plugged in or out, a runtime that died or came back. On a terminal a
change is one line of text; in a pipe, and with --output json, it is one JSON
object on a line. It executes nothing (--level binary) unless --level says so:
from library up it asks the runtime in short-lived processes, less and less
often, so that the headset stays free. After Ctrl-C the exit code is 0.`)
	command.RunE = func(command *cobra.Command, _ []string) error {
		return a.watch(command.Context(), w, a.changeFormat(command))
	}
	flags := command.Flags()
	flags.BoolVar(&w.once, "once", false, "end after the first change")
	flags.DurationVar(&w.until, "for", 0, "end after this `TIME` (default: never)")
	a.addLast(command, &w.last)
	return command
}

// changeFormat is the format of changes: in a pipe JSON lines, unless the user asks for
// another.
func (a *app) changeFormat(command *cobra.Command) string {
	if !command.Flags().Changed("output") && !a.flags.json && !prose.IsTerminal(a.stdout) {
		return outputJSONL
	}
	return a.flags.format()
}

// addLast adds the flag for an earlier report.
func (a *app) addLast(command *cobra.Command, file *string) {
	command.Flags().StringVar(file, "last", "", "`FILE` with an earlier report of this machine from\n--json, which counts until there is a new one")
}

func (a *app) watch(ctx context.Context, w watchFlags, format string) error {
	if w.until < 0 {
		return usageError{fmt.Errorf("--for %s: a time cannot be negative", w.until)}
	}
	watcher, err := a.watcher(w.last)
	if err != nil {
		return err
	}
	if w.until > 0 {
		bounded, cancel := context.WithTimeout(ctx, w.until)
		defer cancel()
		ctx = bounded
	}
	for change, err := range watcher.Changes(ctx) {
		if err != nil {
			return err
		}
		if err := a.printChange(change, format); err != nil {
			return err
		}
		if w.once && !slices.Contains(change.Topics, watch.TopicLast) && !slices.Contains(change.Topics, watch.TopicFirst) {
			return nil
		}
	}
	return unlessInterrupted(ctx)
}

// unlessInterrupted returns nil for Ctrl-C, which is how a watch ends, and an error for
// SIGTERM.
func unlessInterrupted(ctx context.Context) error {
	var sent signalError
	if errors.As(context.Cause(ctx), &sent) && sent.signal == syscall.SIGTERM {
		return sent
	}
	return nil
}

// watcher watches what the global flags name. It announces the first execution of foreign
// code, and no other.
func (a *app) watcher(last string) (watch.Watcher, error) {
	r, err := a.flags.request(defaults{})
	if err != nil {
		return watch.Watcher{}, err
	}
	if r.Level == "" && r.Simulate != nil {
		r.Level = report.LevelProperties
	}
	prober, err := a.prober(loader.Host{})
	if err != nil {
		return watch.Watcher{}, err
	}
	known, err := readLast(last)
	if err != nil {
		return watch.Watcher{}, asUsage("--last", err)
	}
	w := watch.Watcher{Prober: a.announcingOnce(prober), Request: r, Last: known}
	return w, w.Check()
}

// readLast reads an earlier report. It returns nil if the user names none.
func readLast(path string) (*report.Report, error) {
	if path == "" {
		return nil, nil
	}
	return readReport(path, nil)
}

// printChange prints a change as one line.
func (a *app) printChange(change watch.Change, format string) error {
	change.Report.Host.Label = a.flags.hostLabel()
	if format != outputHuman {
		return json.NewEncoder(a.stdout).Encode(change)
	}
	p := a.writer()
	time := change.At.Local().Format(time.TimeOnly)
	_, err := io.WriteString(a.stdout, p.Bold(time)+"  "+prose.Printable(changes.Describe(change))+"\n")
	return err
}
