// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// process is a child, from its start until it was seen to end.
type process struct {
	command  *exec.Cmd
	nonce    nonce
	control  *os.File
	messages chan message
	log      *tail
	ended    chan struct{}
	drained  chan struct{}
	started  time.Time
}

// message is a step, or the reason why there will be no more.
type message struct {
	step step
	err  error
}

// maxSteps is several times what the ladder sends; more is litter.
const maxSteps = 64

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
	command := exec.Command(program)
	command.Stdin, command.Stdout, command.Stderr = controlR, logW, logW
	command.Env = append(environment, childMarker+"="+attachAnswer(command, answerW), "GOTRACEBACK=none")
	started := time.Now()
	if err := command.Start(); err != nil {
		closeAll(opened...)
		return nil, &HelperError{Text: "the child process could not be started", Err: err}
	}
	closeAll(controlR, answerW, logW)
	p := &process{
		command: command, nonce: newNonce(), control: controlW, log: &tail{}, started: started,
		messages: make(chan message, maxSteps+1), ended: make(chan struct{}), drained: make(chan struct{}),
	}
	go p.readLog(logR)
	go p.readSteps(answerR)
	go p.reap(answerR, logR)
	return p, nil
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
	_, _ = io.Copy(p.log, r)
}

// readSteps hands on what arrives, until the end or the first bad frame. The
// channel holds all that is ever sent, so that nobody has to listen.
func (p *process) readSteps(r *os.File) {
	defer close(p.messages)
	defer closeAll(r)
	buffered := bufio.NewReader(r)
	for range maxSteps {
		var s step
		err := readFrame(buffered, p.nonce, &s)
		if err == nil {
			p.messages <- message{step: s}
			continue
		}
		if errors.Is(err, errBadFrame) {
			p.messages <- message{err: err}
		}
		return
	}
	p.messages <- message{err: errBadFrame}
}

// lateOutput is how long the pipes of a child that ended may still bring what it
// wrote. Something that it started may hold them open for ever.
const lateOutput = 100 * time.Millisecond

func (p *process) reap(pipes ...*os.File) {
	_ = p.command.Wait()
	for _, pipe := range pipes {
		_ = pipe.SetReadDeadline(time.Now().Add(lateOutput))
	}
	close(p.ended)
}

// gentleEnd is how long a child has between being asked to end and being ended.
const gentleEnd = 500 * time.Millisecond

// stop ends the child, gently first, and returns when it is gone.
func (p *process) stop(withGroup bool) {
	signal(p.command.Process, true, withGroup)
	p.release(withGroup)
}

// release waits for a child that is ending, but not for ever, and for the rest of
// its log.
func (p *process) release(withGroup bool) {
	select {
	case <-p.ended:
	case <-time.After(gentleEnd):
		signal(p.command.Process, false, withGroup)
		<-p.ended
	}
	select {
	case <-p.drained:
	case <-time.After(2 * lateOutput): // where the system knows no read deadline
	}
	_ = p.control.Close()
}

// dismiss lets a child go that was never asked: it ends with its control pipe.
func (p *process) dismiss() { _ = p.control.Close() }

// logText returns what the runtime wrote to its standard output and error, or nil.
func (p *process) logText() *string {
	text := strings.TrimSpace(p.log.String())
	if text == "" {
		return nil
	}
	return &text
}
