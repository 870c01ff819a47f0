// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

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
)

// process is a child, from its start until it was seen to end.
type process struct {
	command  *exec.Cmd
	group    group
	marker   string
	nonce    nonce
	control  *os.File
	messages chan message
	lastCall atomic.Pointer[string]
	// beyond says that the child makes an instance: what it starts from then on stays.
	beyond atomic.Bool
	// told says that it has told of all that it started.
	told atomic.Bool
	// groupLeft is what was left of its group before that was ended.
	groupLeft []sideEffect
	log       *tail
	heard     chan struct{}
	ended     chan struct{}
	drained   chan struct{}
	started   time.Time
}

// message is a step, or the reason why there will be no more.
type message struct {
	step step
	err  error
}

// The bounds of an answer: several times what the ladder sends. More is litter.
const (
	maxSteps  = 64
	maxAnswer = 16 << 20
)

// startProcess starts a child that waits to be asked.
func startProcess(program string, environment []string) (*process, error) {
	var opened []*os.File
	pipe := func() (r, w *os.File, err error) {
		r, w, err = os.Pipe()
		if err == nil {
			opened = append(opened, r, w)
		}
		return r, w, err
	}
	controlR, controlW, err1 := pipe()
	answerR, answerW, err2 := pipe()
	logR, logW, err3 := pipe()
	if err := firstError(err1, err2, err3); err != nil {
		closeAll(opened...)
		return nil, &HelperError{Text: "no pipe to a child process could be made", Err: err}
	}
	p := &process{
		command: exec.Command(program), nonce: newNonce(), control: controlW, log: &tail{}, started: time.Now(),
		messages: make(chan message, maxSteps+1), heard: make(chan struct{}), ended: make(chan struct{}), drained: make(chan struct{}),
	}
	p.command.Stdin, p.command.Stdout, p.command.Stderr = controlR, logW, logW
	p.marker = childMarker + "=" + attachAnswer(p.command, answerW) + markerSeparator + newNonce().String()
	p.command.Env = append(slices.Clip(environment), p.marker, "GOTRACEBACK=none", quietScheduler)
	running := make(chan error, 1)
	go p.live(running, answerR, logR)
	if err := <-running; err != nil {
		closeAll(opened...)
		return nil, &HelperError{Text: "the child process could not be started", Err: err}
	}
	closeAll(controlR, answerW, logW)
	go p.readLog(logR)
	go p.readSteps(answerR)
	return p, nil
}

// quietScheduler keeps Go's scheduler in the child from sending signals to its own
// threads: a runtime's handler may have taken the place of Go's, and use the wrong stack.
const quietScheduler = "GODEBUG=asyncpreemptoff=1"

// live starts the child and waits for its end, on one thread: where the system ends a
// child with its parent, it is the thread that counts.
func (p *process) live(running chan<- error, pipes ...*os.File) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := p.command.Start(); err != nil {
		running <- err
		return
	}
	p.group = newGroup(p.command.Process)
	running <- nil
	p.group.wait(p.command)
	for _, pipe := range pipes {
		_ = pipe.SetReadDeadline(time.Now().Add(lateOutput))
	}
	select {
	case <-p.heard: // whether it got as far as an instance
	case <-time.After(noDeadline):
	}
	if !p.beyond.Load() {
		p.groupLeft = p.leftBehind(p.told.Load())
		p.group.end(false, true)
	}
	_ = p.command.Wait()
	close(p.ended)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func closeAll(files ...*os.File) {
	for _, file := range files {
		_ = file.Close()
	}
}

// ask sends the request. A child that is gone is noticed by its end.
func (p *process) ask(asked request) { _ = writeFrame(p.control, p.nonce, asked) }

func (p *process) readLog(r *os.File) {
	defer close(p.drained)
	defer closeAll(r)
	_, _ = io.Copy(p.log, &lastWords{file: r})
}

// lastWords reads from a child's pipe, and once more after its deadline: on a busy machine
// the deadline may pass before what the child wrote has been looked at.
type lastWords struct {
	file *os.File
	late bool
}

func (l *lastWords) Read(p []byte) (int, error) {
	n, err := l.file.Read(p)
	if l.late || !errors.Is(err, os.ErrDeadlineExceeded) {
		return n, err
	}
	l.late = true
	_ = l.file.SetReadDeadline(time.Now().Add(lateOutput))
	return l.file.Read(p)
}

// readSteps hands on what arrives, until the end or the first bad frame. The
// channel holds all that is ever sent, so that nobody has to listen.
func (p *process) readSteps(r *os.File) {
	defer close(p.heard)
	defer close(p.messages)
	defer closeAll(r)
	buffered := bufio.NewReader(io.LimitReader(&lastWords{file: r}, maxAnswer))
	for sent := 0; sent < maxSteps; {
		var s step
		if err := readFrame(buffered, p.nonce, &s); err != nil {
			if errors.Is(err, errBadFrame) {
				p.messages <- message{err: err}
			}
			return
		}
		if s.Call != "" {
			p.lastCall.Store(&s.Call)
			continue
		}
		if s.Begin.AtLeast(report.LevelInstance) {
			p.beyond.Store(true)
		}
		if s.End {
			p.told.Store(true)
		}
		p.messages <- message{step: s}
		sent++
	}
	p.messages <- message{err: errBadFrame}
}

const (
	// lateOutput is how long the pipes of a child that ended may still bring what it
	// wrote. Something that it started may hold them open for ever.
	lateOutput = 100 * time.Millisecond
	// noDeadline is when a pipe is given up where the system knows no read deadlines.
	noDeadline = 500 * time.Millisecond
	// gentleEnd is how long a child has between being asked to end and being ended.
	gentleEnd = 400 * time.Millisecond
	// lastEnd is how long the system has to end a child that it was told to end. One
	// that waits for a broken driver stays for ever, and is left behind.
	lastEnd = 200 * time.Millisecond
)

// stop ends the child, gently first, and returns when it is gone.
func (p *process) stop() {
	p.group.end(true, !p.beyond.Load())
	p.release()
}

// release waits for a child that is ending, but not for ever, and for the rest of
// its log.
func (p *process) release() {
	if !within(p.ended, gentleEnd) {
		p.group.end(false, !p.beyond.Load())
		within(p.ended, lastEnd)
	}
	within(p.drained, noDeadline)
}

// forget gives back what was held of a child that was released.
func (p *process) forget() {
	p.group.forget(p.beyond.Load())
	_ = p.control.Close()
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

func (p *process) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// dismiss lets a child go that was never asked: it ends with its control pipe, or is
// ended where another program stands in its place. Nil is no child.
func (p *process) dismiss() {
	if p == nil {
		return
	}
	_ = p.control.Close()
	p.release()
	p.group.forget(false)
}

// logText returns what the runtime wrote to its standard output and error, or nil.
func (p *process) logText() *string {
	text := strings.TrimSpace(p.log.String())
	if text == "" {
		return nil
	}
	return &text
}
