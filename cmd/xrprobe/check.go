// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/demand"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/requirement"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/watch"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/suggest"
)

// checkFlags are the flags of the check command.
type checkFlags struct {
	require []string
	wait    time.Duration
	// waits says that --wait was given.
	waits bool
}

func (a *app) checkCommand() *cobra.Command {
	var c checkFlags
	command := a.command("check [MODE...]", "Exit with 0 if modes are supported, 1 if not, 3 if unknown", nil, nil)
	command.Long = strings.TrimSpace(`
Says by its exit code whether every session mode is supported, and with
--require whether the runtime and the headset have what a program requires: it
prints a line for each requirement of the file, with the reason.

With --wait it returns as soon as everything is so. It asks the runtime once,
and then only after a change of manifests, libraries, headsets, or the socket of
the runtime's service, so that it creates no instances in a loop. After TIME it
gives up, and says on standard error what was missing last.`)
	command.Example = strings.Trim(`
  xrprobe check immersive-vr
  monado-service & xrprobe check immersive-vr --wait 30s && start-the-game
  xrprobe check --require game.json --simulate quest-3`, "\n")
	command.Args = func(_ *cobra.Command, given []string) error { return c.someModes(given) }
	command.RunE = func(command *cobra.Command, given []string) error {
		c.waits = command.Flags().Changed("wait")
		return a.check(command.Context(), c, given)
	}
	flags := command.Flags()
	flags.StringArrayVar(&c.require, "require", nil, "`FILE` with what a program requires, see xrprobe\nschema requirements; - is the standard input; may\nbe given again")
	flags.DurationVar(&c.wait, "wait", 0, "give up only after this `TIME`, such as 30s")
	command.ValidArgs, command.ValidArgsFunction = modeNames(), nil
	return command
}

func modeNames() []string { return texts(webxr.SessionModes()) }

// someModes requires a session mode or a file with requirements, and that each argument is a session mode.
func (c checkFlags) someModes(given []string) error {
	if len(given) == 0 && len(c.require) == 0 {
		return usageError{fmt.Errorf("check takes one or more session modes: %s; or --require FILE", suggest.Or(modeNames()))}
	}
	for _, word := range given {
		if err := oneOf("session mode", word, modeNames()); err != nil {
			return err
		}
	}
	return nil
}

// validate refuses to wait where nothing can become true, and to read standard input twice.
func (c checkFlags) validate(f flags) error {
	switch {
	case c.waits && c.wait < 0:
		return usageError{fmt.Errorf("--wait %s: a time cannot be negative", c.wait)}
	case c.waits && f.from != "":
		return usageError{errors.New("--wait and --from contradict each other: a report was made already, and nothing in it changes")}
	case c.waits && f.foreign() != "":
		return usageError{fmt.Errorf("--wait and %s contradict each other: xrprobe executes nothing there, so that no headset can be seen to start", f.foreign())}
	case f.from == fromStdin && slices.Contains(c.require, demand.Stdin):
		return usageError{errors.New("--from - and --require - contradict each other: there is one standard input")}
	}
	return nil
}

func (a *app) check(ctx context.Context, c checkFlags, given []string) error {
	if err := c.validate(a.flags); err != nil {
		return err
	}
	files, err := demand.Read(c.require, a.stdin)
	if err != nil {
		return asUsage("--require", err)
	}
	var modes []webxr.SessionMode
	for _, word := range given {
		modes = append(modes, webxr.SessionMode(word))
	}
	files = append(files, requirement.OfModes(modes...))
	found, gaveUp, err := a.whatIsSo(ctx, c, files)
	if err != nil {
		return err
	}
	answer := requirement.Judge(found, files...)
	if err := a.printAnswer(c, answer); err != nil {
		return err
	}
	a.explain(c, found, modes, answer, gaveUp)
	return exitOf(answer.Verdict)
}

// whatIsSo asks, once or until everything is satisfied. It gives up at the end of the time to wait.
func (a *app) whatIsSo(ctx context.Context, c checkFlags, files []requirement.File) (found *report.Report, gaveUp bool, err error) {
	r, err := a.flags.request(defaults{})
	if err != nil {
		return nil, false, err
	}
	if !c.waits {
		found, err = a.probe(ctx, r)
		return found, false, err
	}
	found, _, err = a.examined(ctx, r, manner{doing: "waiting for", ask: func(p probe.Prober) (*report.Report, error) {
		w := watch.Watcher{Prober: a.announcingOnce(p), Request: r}
		return w.Until(ctx, c.wait, func(r *report.Report) bool { return requirement.Judge(r, files...).Verdict == requirement.Satisfied })
	}})
	if found != nil && errors.Is(err, watch.ErrNotInTime) {
		return found, true, nil
	}
	return found, false, err
}

// printAnswer prints the answer, but for people only what files require: of modes the exit code tells.
func (a *app) printAnswer(c checkFlags, answer requirement.Answer) error {
	switch {
	case a.flags.format() != outputHuman:
		return a.printJSON(answer)
	case len(c.require) == 0:
		return nil
	default:
		return a.printProse(func(p *prose.Writer) { p.Table(demand.Table(answer)) })
	}
}

// explain says on standard error what is missing. Of a wait it is one line. What files require is in the answer.
func (a *app) explain(c checkFlags, found *report.Report, modes []webxr.SessionMode, answer requirement.Answer, gaveUp bool) {
	missing := demand.Unsupported(found, modes)
	switch {
	case a.flags.quiet:
	case gaveUp && len(c.require) > 0:
		fmt.Fprintf(a.stderr, "xrprobe: gave up after %s: %s\n", c.wait, demand.Missing(answer))
	case gaveUp:
		fmt.Fprintf(a.stderr, "xrprobe: gave up after %s: %s\n", c.wait, strings.Join(missing, "; "))
	case len(c.require) == 0:
		for _, text := range missing {
			fmt.Fprintln(a.stderr, "xrprobe:", text)
		}
	}
}

// exitOf returns nil if everything is satisfied, and else an exit code.
func exitOf(verdict requirement.Verdict) error {
	switch verdict {
	case requirement.Satisfied:
		return nil
	case requirement.NotSatisfied:
		return exitOnly(exitNo)
	default:
		return exitOnly(exitInconclusive)
	}
}
