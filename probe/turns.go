// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"errors"
	"sync"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// maxAtOnce is how many runtimes are asked at the same time.
const maxAtOnce = 8

// runAll executes runtimes at the same time, but those of one library one after another.
// Those that were refused what another one may have held are asked again, alone.
func (p Prober) runAll(ctx context.Context, r Request, turns []*turn, ahead *standby) error {
	lines := inLines(turns)
	if ahead.inProcess {
		lines = [][]*turn{turns}
	}
	if err := p.runLines(ctx, r, lines, ahead); err != nil || len(lines) < 2 {
		return err
	}
	var again []*turn
	for _, t := range turns {
		if wasBusy(t.out) {
			again = append(again, t)
		}
	}
	return p.runLines(ctx, r, [][]*turn{again}, ahead)
}

// runLines executes what stands in one line in its order, and the lines beside each other.
func (p Prober) runLines(ctx context.Context, r Request, lines [][]*turn, ahead *standby) error {
	errs := make([]error, len(lines))
	places := make(chan struct{}, maxAtOnce)
	var group sync.WaitGroup
	for i, line := range lines {
		group.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			for _, t := range line {
				errs[i] = errors.Join(errs[i], p.run(ctx, r, t, ahead))
			}
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errors.Join(errs...)
}

// inLines puts runtimes of one library behind each other.
func inLines(turns []*turn) [][]*turn {
	var lines [][]*turn
	place := map[string]int{}
	for _, t := range turns {
		name := t.device()
		at, known := place[name]
		if !known {
			at = len(lines)
			place[name], lines = at, append(lines, nil)
		}
		lines[at] = append(lines[at], t)
	}
	return lines
}

// device names what two runtimes cannot use at once: their library, wherever it is
// linked to, which allows one instance or holds one headset.
func (t *turn) device() string {
	if t.out.Library == nil {
		return t.out.Manifest
	}
	return resolved(*t.out.Library)
}

// wasBusy reports whether a runtime was refused what another one may hold: the one
// instance that there can be, or the headset.
func wasBusy(asked report.Runtime) bool {
	if cause := asked.Cause; cause != nil && cause.Result != nil {
		return *cause.Result == xr.ErrorLimitReached.String()
	}
	for _, system := range asked.Systems {
		if system.Status == report.SystemUnavailable {
			return true
		}
	}
	return false
}
