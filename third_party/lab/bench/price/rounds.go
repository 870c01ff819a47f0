// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"time"
)

// program is one of the programs that take turns.
type program struct {
	name    string
	command []string
	// env is added to the environment.
	env []string
	// in is the room that the program runs in; nil means this process's.
	in *room
	// read returns the program's own figure from its output and the time of its end, or why the
	// run does not count. Nil means that only a failure of the program does not count.
	read func(output []byte, end time.Time) (float64, error)
	// mayFail says that an exit status other than 0 is expected.
	mayFail bool
}

// sample is one run of a program: milliseconds, and the program's own figure.
type sample struct{ wall, cpu, own float64 }

func wall(s sample) float64 { return s.wall }
func cpu(s sample) float64  { return s.cpu }
func own(s sample) float64  { return s.own }

// samples are the runs of each program, by its name and round.
type samples map[string][]sample

// series returns one value of each run of a program.
func (s samples) series(name string, of func(sample) float64) []float64 {
	var out []float64
	for _, run := range s[name] {
		out = append(out, of(run))
	}
	return out
}

// runRounds runs every program once a round. It draws the order of each round, so that no program
// always follows the same one. A program that fails is left out, and the notes say so. No
// round begins after the end, so that a busy machine gets fewer rounds; but some always run.
func runRounds(programs []program, rounds int, end time.Time) (samples, []string) {
	const warm, least = 1, 3
	found, failed, notes := samples{}, map[string]bool{}, []string(nil)
	for round := range warm + rounds {
		if done := round - warm; done >= least && time.Now().After(end) {
			notes = append(notes, fmt.Sprintf("the time was over after %d of %d rounds", done, rounds))
			break
		}
		for _, i := range rand.Perm(len(programs)) {
			p := programs[i]
			if failed[p.name] {
				continue
			}
			s, err := p.run()
			if err != nil {
				failed[p.name] = true
				delete(found, p.name)
				notes = append(notes, fmt.Sprintf("left out: %s: %v", p.name, err))
			} else if round >= warm {
				found[p.name] = append(found[p.name], s)
			}
		}
	}
	return found, notes
}

// pause waits for a random time between 50 and 100 milliseconds before a run. Monado looks for
// new clients at fixed intervals; without the pause every run would begin at the same point
// of an interval.
func pause() { time.Sleep(50*time.Millisecond + rand.N(50*time.Millisecond)) }

// limit is how long a run may take. It only ends what hangs.
const limit = time.Minute

func (p program) run() (sample, error) {
	var stdout, stderr bytes.Buffer
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	c := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
	c.Env = append(os.Environ(), p.env...)
	c.Stdout, c.Stderr = &stdout, &stderr
	before := children()
	pause()
	begun, err := p.in.start(c)
	if err != nil {
		return sample{}, err
	}
	err = c.Wait()
	end := time.Now()
	orphans := reapOrphans(before)
	var exit *exec.ExitError
	if err != nil && !(p.mayFail && errors.As(err, &exit)) {
		return sample{}, fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	state := c.ProcessState
	s := sample{wall: milliseconds(end.Sub(begun)), cpu: milliseconds(state.UserTime() + state.SystemTime() + orphans)}
	if p.read == nil {
		return s, nil
	}
	s.own, err = p.read(stdout.Bytes(), end)
	return s, err
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }
