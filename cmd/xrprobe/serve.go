// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"errors"
	"io"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/classify/permission/protocol"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/watch"
)

func (a *app) serveCommand() *cobra.Command {
	var last string
	var reports bool
	command := a.command("serve", "Answer pages for user agents in any language, by JSON lines", noArguments, nil)
	command.Long = strings.TrimSpace(`
Runs the permission gate for "xr-session-supported" for a user agent that is not
written in Go. It speaks JSON-RPC 2.0, one message per line, on standard input
and output, until the input is closed. "xrprobe schema protocol" describes every
message. It watches this machine like "xrprobe watch": it executes no runtime
(--level binary) unless --level says so, and never for a profile by which every
mode is never or usually supported, because no answer depends on a headset then.
It opens no network connection. A page's question never makes it open a file.`)
	command.RunE = func(command *cobra.Command, _ []string) error {
		return a.serve(command.Context(), last, reports, command.InOrStdin())
	}
	a.addLast(command, &last)
	command.Flags().BoolVar(&reports, "reports", false, "also send each report to the client: for the user\nagent's operator, and never for a page")
	return command
}

func (a *app) serve(ctx context.Context, last string, reports bool, in io.Reader) error {
	watcher, err := a.watcher(last)
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGPIPE) // a failed write returns an error instead, so that children are ended
	err = protocol.Serve(ctx, protocol.Config{Source: watcher, Certain: withoutRuntime(watcher), Tool: tool(), Reports: reports}, in, a.stdout)
	if errors.Is(err, syscall.EPIPE) {
		return nil // the client has gone
	}
	return err
}

// withoutRuntime returns the watcher that executes no runtime. A data sheet has none.
func withoutRuntime(w watch.Watcher) watch.Watcher {
	if w.Request.Simulate == nil && w.Request.Level.AtLeast(report.LevelLibrary) {
		w.Request.Level = report.LevelBinary
	}
	return w
}
