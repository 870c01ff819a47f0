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

// Version names the protocol. From the first release on, methods and keys may be added within a
// version, and none changes its meaning.
const Version = "xrprobe.protocol/1"

// The limits of a connection.
const (
	// MaxDocuments is how many documents may be open, and how many incognito profiles there
	// may be.
	MaxDocuments = 1000
	// MaxPending is how many calls of one document may have no answer.
	MaxPending = 32
)

// Config configures a connection. Source must be set.
type Config struct {
	// Source provides reports. It runs from "initialize" until the connection ends.
	Source navigator.Source
	// Certain takes the place of Source if the profile makes every immersive mode never or usually
	// supported, so that no answer of isSessionSupported depends on a device: a source that
	// executes no runtime. The default is Source.
	Certain navigator.Source
	// Tool names this program in the answer to "initialize".
	Tool report.Tool
	// Reports sends each report to the client, for the user agent's operator.
	Reports bool
	// Clock is the system's clock by default.
	Clock navigator.Clock
	// Tasks is the documents' event loop. By default the connection has its own.
	Tasks navigator.TaskQueue
	// Random must be cryptographically secure. The default is the system's source.
	Random io.Reader
}

// flushTimeout is how long a client that has closed the input may take to read the rest of
// the output.
const flushTimeout = 5 * time.Second

// Serve speaks the protocol until the input is closed, the client no longer reads, or the
// context ends. It answers the pending calls with an error then. It returns the error of
// reading or writing, the source's error if the source ends first, or the context's error.
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
		return fmt.Errorf("the client no longer reads: %w", err)
	case err := <-conn.sourceEnded:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// flush gives the client time to read the rest of the output.
func (c *connection) flush(written <-chan error, readError error) error {
	select {
	case err := <-written:
		if readError == nil {
			return err
		}
	case <-time.After(flushTimeout):
	}
	return readError
}

// connection is the connection of one client.
type connection struct {
	ctx     context.Context
	cancel  context.CancelFunc
	config  Config
	out     *outbox
	loop    loop
	running sync.WaitGroup // the source
	// sourceEnded receives the source's error if the source ends before the connection.
	sourceEnded chan error

	mutex     sync.Mutex
	gate      *permission.Gate // nil until "initialize"
	devices   *navigator.Devices
	store     *store
	incognito map[uint64]*permission.Partition // by the client's number
	open      map[uint64]*document
	prompts   map[uint64]answerPrompt
	// lastPrompt is the number of the latest prompt.
	lastPrompt uint64
}

func newConnection(ctx context.Context, c Config) *connection {
	ctx, cancel := context.WithCancel(ctx)
	conn := &connection{
		ctx: ctx, cancel: cancel, sourceEnded: make(chan error, 1), config: c, out: newOutbox(),
		incognito: map[uint64]*permission.Partition{}, open: map[uint64]*document{}, prompts: map[uint64]answerPrompt{},
	}
	if c.Tasks == nil {
		conn.config.Tasks = &conn.loop
	}
	return conn
}

// close stops everything that the connection started.
func (c *connection) close() {
	c.cancel()
	c.out.close()
	c.loop.end()
	c.running.Wait()
}

func (c *connection) readAll(in io.Reader) error {
	for lines := newLineReader(in); c.out.waitForRoom(); {
		line, whole, err := lines.next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("reading from the client: %w", err)
		case !whole:
			c.sendError(nil, fail(codeNoRequest, "a line has more than %d bytes", MaxLine))
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
			c.out.close() // so that readAll does not wait for room
			return err
		}
	}
}

// finish answers the pending calls with an error, and closes the outbox.
func (c *connection) finish() {
	c.mutex.Lock()
	var pending []*call
	for _, number := range c.documentNumbers() {
		pending = append(pending, c.open[number].takeCalls()...)
	}
	c.mutex.Unlock()
	for _, call := range pending {
		c.failCall(call, fail(codeGone, "the connection has ended"))
	}
	c.out.close()
}

// handle handles one line of the client.
func (c *connection) handle(line []byte) {
	c.loop.serial.Lock()
	defer c.loop.serial.Unlock()
	r, failure := parseRequest(line)
	if failure == nil {
		failure = c.dispatch(r)
	}
	if failure != nil && (r.ID != nil || r.Method == "") {
		c.sendError(r.ID, failure)
	}
}

// method handles a request. It answers now or later, or returns why it cannot.
type method func(c *connection, r request) *failure

func methods() map[string]method {
	return map[string]method{
		"initialize": (*connection).initialize, "documentState": (*connection).documentState,
		"isSessionSupported": (*connection).isSessionSupported, "requestSession": (*connection).requestSession,
		"requestGivenUp": (*connection).requestGivenUp,
		"sessionEnded":   (*connection).sessionEnded, "permissionQuery": (*connection).permissionQuery,
		"makeXRCompatible": (*connection).makeXRCompatible, "promptAnswered": (*connection).promptAnswered, "reset": (*connection).reset,
	}
}

func (c *connection) dispatch(r request) *failure {
	handler, found := methods()[r.Method]
	switch {
	case !found:
		return fail(codeUnknownMethod, "there is no method %q", shortened(r.Method))
	case c.gate == nil && r.Method != "initialize":
		return fail(codeNotInitialized, "%s: initialize comes first", r.Method)
	default:
		return handler(c, r)
	}
}

// sendError answers a message with what is wrong with it.
func (c *connection) sendError(id jsontext.Value, f *failure) {
	if id == nil {
		id = jsontext.Value("null")
	}
	line := append([]byte(`{"jsonrpc":"2.0","id":`), id...)
	line = strconv.AppendInt(append(line, `,"error":{"code":`...), int64(f.code), 10)
	text, _ := jsontext.AppendQuote(append(line, `,"message":`...), f.text) // f.text is valid UTF-8
	c.out.put(append(text, "}}\n"...))
}

// failCall answers a pending call with an error, unless the client wants no answer.
func (c *connection) failCall(pending *call, f *failure) {
	if pending.id != nil {
		c.sendError(pending.id, f)
	}
}

// sendValue answers a request with a value for the page, unless the client wants no answer.
func (c *connection) sendValue(id jsontext.Value, value page.Value) {
	if id != nil {
		c.out.put(page.Reply(id, value))
	}
}

// parseMode parses a mode that comes from the user agent, not from a page.
func parseMode(mode string) (webxr.SessionMode, *failure) {
	parsed, err := webxr.ParseSessionMode(mode)
	if err != nil {
		return "", fail(codeWrongParams, "mode: %s", shortened(err.Error()))
	}
	return parsed, nil
}
