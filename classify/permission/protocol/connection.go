// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/classify/permission/protocol/page"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Version names the protocol. Within it methods and keys may be added and none changes its
// meaning.
const Version = "xrprobe.protocol/1"

// What a connection holds at the most.
const (
	// MaxDocuments is how many documents may be open, and MaxPending how many calls of each
	// may be without an answer.
	MaxDocuments = 1000
	MaxPending   = 32
)

// Config is what a connection is made from. Source must be set.
type Config struct {
	// Source is where reports come from. It runs from "initialize" until the end.
	Source navigator.Source
	// Tool is this program, as it names itself.
	Tool report.Tool
	// Reports has each report told to the client, for the user agent's operator.
	Reports bool
	// Clock is the clock on the wall unless it is set, and Tasks the documents' event loop.
	Clock permission.Clock
	Tasks navigator.TaskQueue
	// Random is a cryptographically secure source; nil is the system's.
	Random io.Reader
}

// lastWords is how long a client may take to read what is left when it has ended its half.
const lastWords = 5 * time.Second

// Serve speaks the protocol until the input is closed, the client reads no more, or the
// context ends. Calls that have no answer then are told so. The error is that of reading
// or writing, the source's where it ends before, or the context's.
func Serve(ctx context.Context, c Config, in io.Reader, out io.Writer) error {
	conn := newConnection(ctx, c)
	defer conn.close()
	read, written := make(chan error, 1), make(chan error, 1)
	go func() { read <- conn.readAll(in) }()
	go func() { written <- conn.writeAll(out) }()
	select {
	case err := <-read:
		conn.finish()
		return conn.flush(written, err)
	case err := <-written:
		return fmt.Errorf("the client reads no more: %w", err)
	case err := <-conn.deaf:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// flush gives the client time to read what is left.
func (c *connection) flush(written <-chan error, read error) error {
	select {
	case err := <-written:
		if read == nil {
			return err
		}
	case <-time.After(lastWords):
	}
	return read
}

// connection is one client.
type connection struct {
	ctx     context.Context
	cancel  context.CancelFunc
	config  Config
	out     *outbox
	loop    loop
	running sync.WaitGroup // the source
	deaf    chan error     // why the source has ended before the connection

	mutex   sync.Mutex
	gate    *permission.Gate // nil until "initialize"
	devices *navigator.Devices
	store   *store
	private map[uint64]*permission.Partition // the incognito ones, by the client's number
	open    map[uint64]*document
	prompts map[uint64]prompt
	// lastPrompt is the number of the prompt that was shown last.
	lastPrompt uint64
}

func newConnection(ctx context.Context, c Config) *connection {
	ctx, cancel := context.WithCancel(ctx)
	conn := &connection{
		ctx: ctx, cancel: cancel, deaf: make(chan error, 1), config: c, out: newOutbox(),
		private: map[uint64]*permission.Partition{}, open: map[uint64]*document{}, prompts: map[uint64]prompt{},
	}
	if c.Tasks == nil {
		conn.config.Tasks = &conn.loop
	}
	return conn
}

// close ends what the connection has begun.
func (c *connection) close() {
	c.cancel()
	c.out.close()
	c.loop.end()
	c.running.Wait()
}

func (c *connection) readAll(in io.Reader) error {
	for from := newLines(in); c.out.room(); {
		line, whole, err := from.next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("reading from the client: %w", err)
		case !whole:
			c.failed(nil, fail(codeNoRequest, "a line has more than %d bytes", MaxLine))
		default:
			c.handle(line)
		}
	}
	return nil
}

// writeAll writes lines until the outbox is closed and empty, or a write fails.
func (c *connection) writeAll(out io.Writer) error {
	for {
		text := c.out.take()
		if text == nil {
			return nil
		}
		if _, err := out.Write(text); err != nil {
			c.out.close() // and nobody waits for room
			return err
		}
	}
}

// finish answers what has no answer: nobody will call any more.
func (c *connection) finish() {
	c.mutex.Lock()
	var left []*call
	for _, number := range c.numbers() {
		left = append(left, c.open[number].dropCalls()...)
	}
	c.mutex.Unlock()
	for _, call := range left {
		c.refuse(call, fail(codeGone, "the connection has ended"))
	}
	c.out.close()
}

// handle does what a line asks.
func (c *connection) handle(line []byte) {
	c.loop.turn.Lock()
	defer c.loop.turn.Unlock()
	r, failure := parseRequest(line)
	if failure == nil {
		failure = c.dispatch(r)
	}
	if failure != nil && (r.ID != nil || r.Method == "") {
		c.failed(r.ID, failure)
	}
}

// method does what a request asks, and answers it now or later, or returns why it cannot.
type method func(c *connection, r request) *failure

func methods() map[string]method {
	return map[string]method{
		"initialize": (*connection).initialize, "documentState": (*connection).documentState,
		"isSessionSupported": (*connection).isSessionSupported, "requestSession": (*connection).requestSession,
		"sessionEnded": (*connection).sessionEnded, "permissionQuery": (*connection).permissionQuery,
		"makeXRCompatible": (*connection).makeXRCompatible, "promptAnswered": (*connection).promptAnswered, "reset": (*connection).reset,
	}
}

func (c *connection) dispatch(r request) *failure {
	do, known := methods()[r.Method]
	switch {
	case !known:
		return fail(codeUnknownMethod, "there is no method %q", shortened(r.Method))
	case c.gate == nil && r.Method != "initialize":
		return fail(codeNotInitialized, "%s: initialize comes first", r.Method)
	default:
		return do(c, r)
	}
}

// failed tells the client what is wrong with a message of its.
func (c *connection) failed(id jsontext.Value, f *failure) {
	if id == nil {
		id = jsontext.Value("null")
	}
	line := append([]byte(`{"jsonrpc":"2.0","id":`), id...)
	line = strconv.AppendInt(append(line, `,"error":{"code":`...), int64(f.code), 10)
	text, _ := jsontext.AppendQuote(append(line, `,"message":`...), f.text) // made of valid UTF-8
	c.out.put(append(text, "}}\n"...))
}

// refuse ends a call that wanted an answer.
func (c *connection) refuse(left *call, f *failure) {
	if left.id != nil {
		c.failed(left.id, f)
	}
}

// tell answers a request with what a page may be told, unless it wanted no answer.
func (c *connection) tell(id jsontext.Value, value page.Value) {
	if id != nil {
		c.out.put(page.Reply(id, value))
	}
}

// modeOf parses the mode of a parameter that only the user agent gives.
func modeOf(mode string) (webxr.SessionMode, *failure) {
	wanted, err := webxr.ParseSessionMode(mode)
	if err != nil {
		return "", fail(codeWrongParams, "mode: %s", shortened(err.Error()))
	}
	return wanted, nil
}
