// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/effects"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// StartError says why a child could not be started.
type StartError struct {
	Text string
	Err  error
}

// Error returns the text and the system's error.
func (e *StartError) Error() string { return e.Text + ": " + e.Err.Error() }

// Unwrap returns the system's error.
func (e *StartError) Unwrap() error { return e.Err }

// Process is a child, from its start until its exit was seen.
type Process struct {
	command *exec.Cmd
	group   group
	born    uint64
	marker  string
	nonce   wire.Nonce
	control *os.File
	started time.Time
	log     *tail

	// steps are closed at the end of the child's answers.
	steps chan received
	// questions is the file in which the child announces its questions; nil if they come as steps,
	// of which lastQuestion is the last.
	questions    *os.File
	lastQuestion atomic.Pointer[wire.Question]
	// reachedInstance is set when the child begins the level instance: processes that it
	// starts from then on may stay.
	reachedInstance atomic.Bool
	// complete is set when the child has sent its last step, with all side effects.
	complete atomic.Bool
	// leftInGroup are the processes in the child's group just before the group was ended.
	leftInGroup []wire.Effect

	// These are closed when the answers ended, the child exited, and its log was read.
	answersEnded, exited, logEnded chan struct{}
}

// received is a step, or the reason why no more will come.
type received struct {
	step wire.Step
	err  error
}

// An honest answer is several times smaller. The parent ends a child that sends more.
const (
	maxSteps  = 64
	maxAnswer = 16 << 20
)

const (
	// lateOutput is how long the parent reads the pipes of a child that exited. Something
	// that the child started may hold them open for ever.
	lateOutput = 100 * time.Millisecond
	// pipeLimit is when the parent gives up a pipe if the system has no read deadlines.
	pipeLimit = 500 * time.Millisecond
)

// quietScheduler keeps Go's scheduler in the child from sending signals to its own
// threads: a runtime may have replaced Go's signal handler by one that uses the wrong stack.
const quietScheduler = "GODEBUG=asyncpreemptoff=1"

// Start starts a child that waits for a request. The error is a [*StartError].
func Start(program string, environment []string) (*Process, error) {
	pipes, err := openPipes()
	if err != nil {
		return nil, &StartError{Text: "no pipe to a child process could be made", Err: err}
	}
	p := &Process{
		command: exec.Command(program), nonce: wire.NewNonce(), control: pipes.controlW, questions: pipes.questions, log: &tail{}, started: time.Now(),
		steps: make(chan received, maxSteps+1), answersEnded: make(chan struct{}), exited: make(chan struct{}), logEnded: make(chan struct{}),
	}
	p.command.Stdin, p.command.Stdout, p.command.Stderr = pipes.controlR, pipes.logW, pipes.logW
	p.marker = Marker + "=" + attachAnswer(p.command, pipes.answerW, pipes.questions) + markerSeparator + wire.NewNonce().String()
	p.command.Env = append(slices.Clip(environment), p.marker, "GOTRACEBACK=none", quietScheduler)
	running := make(chan error, 1)
	go p.live(running, pipes.answerR, pipes.logR)
	if err := <-running; err != nil {
		closeAll(pipes.all()...)
		return nil, &StartError{Text: "the child process could not be started", Err: err}
	}
	closeAll(pipes.controlR, pipes.answerW, pipes.logW)
	go p.readLog(pipes.logR)
	go p.readSteps(pipes.answerR)
	return p, nil
}

// live starts the child and waits for its exit, on one thread: Linux ends the child together with
// the thread that started it.
func (p *Process) live(running chan<- error, pipes ...*os.File) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := p.command.Start(); err != nil {
		running <- err
		return
	}
	p.group, p.born = newGroup(p.command.Process), effects.BornAt(p.command.Process.Pid)
	running <- nil
	p.group.wait(p.command)
	for _, pipe := range pipes {
		_ = pipe.SetReadDeadline(time.Now().Add(lateOutput))
	}
	select {
	case <-p.answersEnded: // now it is known whether the child reached an instance
	case <-time.After(pipeLimit):
	}
	if !p.reachedInstance.Load() {
		p.leftInGroup = p.leftBehind(p.complete.Load())
		p.group.end(false, true)
	}
	_ = p.command.Wait()
	close(p.exited)
}

// leftBehind finds the processes that the child started and did not report. A complete child reported
// everything.
func (p *Process) leftBehind(complete bool) []wire.Effect {
	if complete && effects.ChildReportsAll {
		return nil
	}
	return effects.LeftBehind(effects.Family{PID: p.command.Process.Pid, Born: p.born, Marker: p.marker, Job: p.group.jobHandle()})
}

// send sends the request. If the child has exited, the end of its pipes says so.
func (p *Process) send(r wire.Request) { _ = wire.WriteFrame(p.control, p.nonce, r) }

func (p *Process) readLog(r *os.File) {
	defer close(p.logEnded)
	defer closeAll(r)
	_, _ = io.Copy(p.log, &lateReader{file: r})
}

// lateReader reads from a child's pipe, and once more after the deadline: on a busy machine
// the deadline may pass before the parent looked at what the child wrote.
type lateReader struct {
	file *os.File
	late bool
}

// Read implements io.Reader.
func (l *lateReader) Read(p []byte) (int, error) {
	n, err := l.file.Read(p)
	if l.late || !errors.Is(err, os.ErrDeadlineExceeded) {
		return n, err
	}
	l.late = true
	_ = l.file.SetReadDeadline(time.Now().Add(lateOutput))
	return l.file.Read(p)
}

// readSteps passes on the steps, until the end or the first bad frame. The channel has room for all
// of them, so readSteps never blocks.
func (p *Process) readSteps(r *os.File) {
	defer close(p.answersEnded)
	defer close(p.steps)
	defer closeAll(r)
	buffered := bufio.NewReader(io.LimitReader(&lateReader{file: r}, maxAnswer))
	for sent := 0; sent < maxSteps; {
		var s wire.Step
		if err := wire.ReadFrame(buffered, p.nonce, &s); err != nil {
			if errors.Is(err, wire.ErrBadFrame) {
				p.steps <- received{err: err}
			}
			return
		}
		if s.Question != nil {
			p.lastQuestion.Store(s.Question)
			continue
		}
		if s.Begin.AtLeast(report.LevelInstance) {
			p.reachedInstance.Store(true)
		}
		if s.End {
			p.complete.Store(true)
		}
		p.steps <- received{step: s}
		sent++
	}
	p.steps <- received{err: wire.ErrBadFrame}
}

// stop ends the child, politely first, and returns when it is gone.
func (p *Process) stop() {
	p.group.end(true, !p.reachedInstance.Load())
	p.awaitExit()
}

// finish waits for what a child that sent its last step has still to tell: its log. Only below the level instance it waits for the
// exit, since then the processes that the child started are ended. Otherwise the child exits while its answer is used.
func (p *Process) finish() {
	if !letsGoOfLog || !p.reachedInstance.Load() {
		p.awaitExit()
		return
	}
	within(p.logEnded, lateOutput)
}

// awaitExit waits a bounded time for a child that is exiting, and for the rest of its log.
func (p *Process) awaitExit() {
	if !within(p.exited, effects.Grace) {
		p.group.end(false, !p.reachedInstance.Load())
		within(p.exited, effects.KillWait)
	}
	within(p.logEnded, pipeLimit)
}

// close releases the resources of a child that has exited.
func (p *Process) close() {
	p.group.release(p.reachedInstance.Load())
	closeAll(p.control, p.questions)
}

// within reports whether a channel is closed before the time is up.
func within(done <-chan struct{}, limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

func (p *Process) hasExited() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// Dismiss ends a child that was sent no request: it exits when its control pipe closes.
// Nil is no child.
func (p *Process) Dismiss() {
	if p == nil {
		return
	}
	closeAll(p.control, p.questions)
	p.awaitExit()
	p.group.release(false)
}

// logText returns what the runtime wrote to its standard output and error, or nil.
func (p *Process) logText() *string {
	text := strings.TrimSpace(p.log.String())
	if text == "" {
		return nil
	}
	return &text
}
