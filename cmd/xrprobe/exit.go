// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/use"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe"
)

// exitCode is the exit code of the process. The README's table lists the same codes.
type exitCode int

const (
	exitAnswered     exitCode = 0   // asked and answered; check: supported
	exitNo           exitCode = 1   // check: not supported; classify verify: a profile whose claims do not hold; use: nothing was changed; doctor: an error
	exitUsage        exitCode = 2   // wrong usage, unreadable input, or an output that cannot be written
	exitInconclusive exitCode = 3   // a runtime was chosen but could not be asked; layers: they stop every program
	exitPartial      exitCode = 4   // some were asked, some could not be
	exitBug          exitCode = 70  // a bug in xrprobe
	exitInterrupted  exitCode = 130 // SIGINT
	exitTerminated   exitCode = 143 // SIGTERM
)

// exitOnly is an answer that is an exit code and nothing else: run prints no error for it.
type exitOnly exitCode

func (e exitOnly) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// usageError is a mistake in the command line, or an input that cannot be read.
type usageError struct{ error }

// Unwrap returns the mistake.
func (e usageError) Unwrap() error { return e.error }

// run is the whole program, apart from its process. It returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code exitCode) {
	defer func() {
		if bug := recover(); bug != nil {
			fmt.Fprintf(stderr, "xrprobe: a bug in xrprobe: %v\n", bug)
			code = exitBug
		}
	}()
	ctx, stop := withSignals(ctx)
	defer stop()
	root := newRoot(stdout, stderr)
	help := prose.Output{Writer: stdout}
	root.SetOut(&help) // cobra does not say that its help cannot be written
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	return conclude(ctx, cmp.Or(err, help.Err), stderr)
}

// conclude prints an error, and returns its exit code. No other function maps errors to
// exit codes.
func conclude(ctx context.Context, err error, stderr io.Writer) exitCode {
	var answer exitOnly
	var interrupted signalError
	if err == nil {
		return exitAnswered
	}
	if errors.As(err, &answer) {
		return exitCode(answer)
	}
	if errors.As(context.Cause(ctx), &interrupted) {
		return interrupted.code()
	}
	fmt.Fprintln(stderr, "xrprobe:", prose.Printable(prose.Error(err)))
	switch {
	case use.Refused(stderr, err):
		return exitNo
	case prose.IsUnwritable(err):
		return exitUsage
	case errors.As(err, new(usageError)):
		fmt.Fprintln(stderr, "See xrprobe --help.")
		return exitUsage
	case errors.Is(err, loader.ErrUnknownRegistry):
		fmt.Fprintln(stderr, "Add --registry FILE, an export of it: see xrprobe --help.")
		return exitUsage
	case errors.Is(err, probe.ErrRequest):
		return exitUsage
	case errors.Is(err, probe.ErrNoHelper):
		return exitInconclusive
	default:
		return exitBug
	}
}

// signalError is the signal that ended a context.
type signalError struct{ signal os.Signal }

func (e signalError) Error() string { return e.signal.String() }

func (e signalError) code() exitCode {
	if e.signal == syscall.SIGTERM {
		return exitTerminated
	}
	return exitInterrupted
}

func withSignals(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	received := make(chan os.Signal, 1)
	signal.Notify(received, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-received:
			cancel(signalError{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(received)
		cancel(nil)
	}
}

// askedAll returns nil if all runtimes answered, and else the exit code for some or none.
func askedAll(r *report.Report) error {
	if r.Runtimes == nil {
		return exitOnly(exitInconclusive)
	}
	failed := 0
	for _, runtime := range r.Runtimes {
		if runtime.Cause != nil {
			failed++
		}
	}
	switch failed {
	case 0:
		return nil
	case len(r.Runtimes):
		return exitOnly(exitInconclusive)
	default:
		return exitOnly(exitPartial)
	}
}
