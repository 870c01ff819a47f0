// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
)

// client is the client of a connection.
type client struct {
	t     testing.TB
	in    *io.PipeWriter
	out   *bufio.Reader
	read  *io.PipeReader
	ended chan error
}

// serve serves a client with the system's clock and a headset for both immersive modes.
func serve(t testing.TB) client {
	t.Helper()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	c := client{t: t, in: toServer, out: bufio.NewReader(fromServer), read: fromServer, ended: make(chan error, 1)}
	go func() {
		c.ended <- Serve(t.Context(), Config{Source: navigator.FixedSource{Report: plugs()["both"]}}, in, out)
		_ = out.Close()
	}()
	t.Cleanup(func() { _, _ = toServer.Close(), fromServer.Close() })
	return c
}

func (c client) send(lines ...string) {
	c.t.Helper()
	_, err := io.WriteString(c.in, strings.Join(lines, "\n")+"\n")
	require.NoError(c.t, err)
}

func (c client) receive() string {
	c.t.Helper()
	line, err := c.out.ReadString('\n')
	require.NoError(c.t, err)
	return strings.TrimSuffix(line, "\n")
}

const (
	opensDocument = `{"jsonrpc":"2.0","id":0,"method":"documentState","params":{"document":1,"state":"visible","origin":"https://a.example","secure_context":true,"allowed":["xr-spatial-tracking"]}}`
	asksVR        = `{"jsonrpc":"2.0","id":%d,"method":"isSessionSupported","params":{"document":1,"mode":"immersive-vr"}}`
)

func TestServe_ClosedInputEndsTheConnection(t *testing.T) {
	t.Parallel()
	c := serve(t)
	c.send(initialize(t, "ask-when-present", "chrome-windows-156"))
	require.Contains(t, c.receive(), `"id":0,"result":{"protocol":"xrprobe.protocol/1"`)
	c.send(opensDocument)
	require.Equal(t, `{"jsonrpc":"2.0","id":0,"result":true}`, c.receive())
	c.send(fmt.Sprintf(asksVR, 1))
	require.Contains(t, c.receive(), `"method":"prompt"`)
	_, err := io.WriteString(c.in, `{"jsonrpc":"2.0","id":2,"method":"launch"}`) // a last line without a line feed
	require.NoError(t, err)
	require.NoError(t, c.in.Close())
	require.Equal(t, `{"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"there is no method \"launch\""}}`, c.receive())
	require.Equal(t, `{"jsonrpc":"2.0","id":1,"error":{"code":-32002,"message":"the connection has ended"}}`, c.receive())
	_, err = c.out.ReadByte()
	require.ErrorIs(t, err, io.EOF)
	require.NoError(t, <-c.ended)
}

// queueTask queues a task that calls a function.
func queueTask(t testing.TB, queue func(navigator.Task), do func()) {
	t.Helper()
	devices := navigator.FixedDevices(nil, modes.UserAgent{})
	document, err := devices.NewXRSystem(t.Context(), navigator.SystemConfig{Document: navigator.Document{SecureContext: true, Window: true}, Tasks: queuer(queue)})
	require.NoError(t, err)
	document.Queue(do)
}

type queuer func(navigator.Task)

func (q queuer) Queue(task navigator.Task) { q(task) }

// Lines and tasks are handled one at a time, so that the answer to a line comes before what
// follows from it.
func TestConnection_LinesAndTasksTakeTurns(t *testing.T) {
	t.Parallel()
	conn := newConnection(t.Context(), Config{Source: navigator.FixedSource{Report: plugs()["both"]}})
	t.Cleanup(conn.close)
	conn.handle([]byte(initialize(t, "always-true", "chrome-windows-156")))
	conn.handle([]byte(opensDocument))
	require.NotEmpty(t, conn.out.take())
	quiet := func() bool {
		conn.out.mutex.Lock()
		defer conn.out.mutex.Unlock()
		return len(conn.out.lines) == 0
	}
	for name, begin := range map[string]func(){
		"a task": func() { queueTask(t, conn.loop.Queue, func() { conn.out.put([]byte("task\n")) }) },
		"a line": func() { go conn.handle([]byte("{}")) },
	} {
		conn.loop.serial.Lock()
		begin()
		time.Sleep(20 * time.Millisecond)
		require.True(t, quiet(), name)
		conn.loop.serial.Unlock()
		require.NotEmpty(t, conn.out.take(), name)
	}
}

// Lines that are too long or not JSON are skipped in little memory, and the next line is
// handled.
func TestServe_Garbage(t *testing.T) {
	t.Parallel()
	c := serve(t)
	go c.send(strings.Repeat("x", 10<<20), strings.Repeat("[", MaxLine-1), "\x00\xff\xfe", `{"jsonrpc":"2.0","id":1,"method":"`+strings.Repeat("m", MaxLine/2)+`"}`,
		`{"jsonrpc":"2.0","id":2,"method":"\uD800"}`)
	require.Equal(t, `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"a line has more than 65536 bytes"}}`, c.receive())
	require.Contains(t, c.receive(), `"id":null,"error":{"code":-32600,`)
	require.Contains(t, c.receive(), `"id":null,"error":{"code":-32700,`)
	require.Less(t, len(c.receive()), 512, "only a little of the line is sent back")
	require.Contains(t, c.receive(), `"id":null,"error":{"code":-32700,`)
	c.send(initialize(t, "ask-when-present", "chrome-windows-156"))
	require.Contains(t, c.receive(), `"result"`)
}

// While a client does not read, the server does not read from it.
func TestServe_SlowReader(t *testing.T) {
	t.Parallel()
	const many = 10_000
	c := serve(t)
	sent := make(chan int, many)
	go func() {
		for i := range many {
			if _, err := fmt.Fprintf(c.in, `{"jsonrpc":"2.0","id":%d,"method":"launch"}`+"\n", i); err != nil {
				return
			}
			sent <- i
		}
	}()
	require.Eventually(t, func() bool { return len(sent) > maxQueued/2 }, 10*time.Second, time.Millisecond)
	for before := 0; before < len(sent); time.Sleep(200 * time.Millisecond) {
		before = len(sent)
	}
	require.Less(t, len(sent), many/2, "the server does not read")
	for i := range many {
		require.Contains(t, c.receive(), fmt.Sprintf(`"id":%d,`, i), "the server answers every line, in order")
	}
}

func TestServe_DeadReader(t *testing.T) {
	t.Parallel()
	c := serve(t)
	dead := errors.New("dead")
	require.NoError(t, c.read.CloseWithError(dead))
	go func() {
		for {
			if _, err := io.WriteString(c.in, "\n"); err != nil {
				return
			}
		}
	}()
	require.ErrorIs(t, <-c.ended, dead)
}

// The server does not wait for ever for a client that closed its half and does not read.
func TestServe_ClientThatHasStopped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, out := io.Pipe()
		begun := time.Now()
		require.NoError(t, Serve(t.Context(), Config{}, strings.NewReader("\n"), out))
		require.Equal(t, flushTimeout, time.Since(begun))
		_ = out.Close()
	})
}

func TestServe_ContextEndsTheConnection(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	in, _ := io.Pipe()
	cancel()
	require.ErrorIs(t, Serve(ctx, Config{}, in, io.Discard), context.Canceled)
	cause := errors.New("broken")
	require.ErrorIs(t, Serve(t.Context(), Config{}, iotest.ErrReader(cause), io.Discard), cause)
}

// broken is a source of reports that ends with an error.
type broken struct{ error }

func (b broken) Watch(context.Context, func(*report.Report)) error { return b.error }

// If the source ends, the connection ends with its error: without reports the gate would answer
// false for ever.
func TestServe_SourceThatEndsEndsTheConnection(t *testing.T) {
	t.Parallel()
	in, toServer := io.Pipe()
	go func() { _, _ = io.WriteString(toServer, initialize(t, "ask-when-present", "chrome-windows-156")+"\n") }()
	cause := errors.New("broken")
	require.ErrorIs(t, Serve(t.Context(), Config{Source: broken{cause}}, in, io.Discard), cause)
}

// The numbers of documents, profiles and calls are limited.
func TestConnection_Limits(t *testing.T) {
	t.Parallel()
	w := newTalk(t, 1, nil)
	w.send(initialize(t, "ask-when-present", "chrome-windows-156"))
	for i := range MaxDocuments + 1 {
		w.send(strings.Replace(opensDocument, `"document":1,`, fmt.Sprintf(`"document":%d,`, i+1), 1))
	}
	sent := w.received()
	require.Contains(t, sent[MaxDocuments], `"result":true`)
	require.Contains(t, sent[MaxDocuments+1], `"error":{"code":-32001,"message":"document: 1000 are open: set the state of those that are gone"}`)
	for i := range MaxPending + 1 {
		w.send(fmt.Sprintf(asksVR, i))
	}
	require.Len(t, w.sent, 1)
	require.Contains(t, w.received()[0], `"id":32,"error":{"code":-32001,"message":"document: 32 calls of 1 have no answer yet"}`)
	w.send(strings.Replace(fmt.Sprintf(asksVR, 1), `"document":1,`, `"document":2,`, 1))
	require.Empty(t, w.sent, "another document may ask")
	w.wait(time.Minute)
	w.received()
	w.send(fmt.Sprintf(asksVR, 1))
	require.Contains(t, w.received()[0], `"result":false`)

	private := newTalk(t, 1, nil)
	private.send(initialize(t, "ask-when-present", "chrome-windows-156"))
	for i := range MaxDocuments + 1 {
		private.send(strings.Replace(opensDocument, `"document":1,`, fmt.Sprintf(`"document":1,"incognito":%d,`, i+1), 1))
		private.send(`{"jsonrpc":"2.0","method":"documentState","params":{"document":1,"state":"gone"}}`)
	}
	require.Contains(t, private.sent[len(private.sent)-1], `incognito: there are 1000 profiles: reset those that have ended`)
}

// While the client does not read, only the last report and the last devicechange are kept.
func TestOutbox_ReplacesTheLatest(t *testing.T) {
	t.Parallel()
	o := newOutbox()
	o.put([]byte("first\n"))
	for i := range 1000 {
		o.putLatest("report", fmt.Appendf(nil, "report %d\n", i))
		o.putLatest("devicechange 1", []byte("devicechange 1\n"))
	}
	o.put([]byte("last\n"))
	require.Equal(t, "first\nreport 999\ndevicechange 1\nlast\n", string(o.take()))
	o.putLatest("report", []byte("another\n"))
	require.Equal(t, "another\n", string(o.take()))
	o.close()
	o.put([]byte("too late\n"))
	require.Empty(t, o.take())
	require.False(t, o.waitForRoom())
}

// A hundred thousand calls leave no memory in use.
func TestConnection_MemoryStaysFlat(t *testing.T) {
	calls := 100_000
	if testing.Short() {
		calls = 5_000
	}
	w := newTalk(t, 1, nil)
	w.send(initialize(t, "ask-when-present", "chrome-windows-156"))
	w.plug(plugs()["both"])
	w.send(opensDocument)
	lines := []string{
		fmt.Sprintf(asksVR, 1),
		`{"jsonrpc":"2.0","id":2,"method":"permissionQuery","params":{"document":1,"name":"xr-session-supported","mode":"immersive-vr"}}`,
		`{"jsonrpc":"2.0","id":3,"method":"requestSession","params":{"document":1,"mode":"immersive-vr"}}`,
		`{"jsonrpc":"2.0","id":4,"method":"documentState","params":{"document":2,"state":"visible","origin":"https://b.example","secure_context":true,"allowed":["xr-spatial-tracking"]}}`,
		strings.Replace(fmt.Sprintf(asksVR, 5), `"document":1,`, `"document":2,`, 1),
		`{"jsonrpc":"2.0","id":6,"method":"documentState","params":{"document":2,"state":"gone"}}`,
		`{"jsonrpc":"2.0","id":7,"method":"documentState","params":{"document":1,"state":"hidden"}}`,
		`{"jsonrpc":"2.0","id":8,"method":"documentState","params":{"document":1,"state":"visible"}}`,
		`{"jsonrpc":"2.0","id":9,"method":"reset","params":{"origin":"https://b.example"}}`,
		"garbage",
	}
	some := func(calls int) {
		for i := range calls {
			w.send(lines[i%len(lines)])
			if i%100 == 0 {
				w.wait(time.Minute)
				w.received()
			}
		}
		w.wait(time.Minute)
		w.received()
	}
	some(calls / 10)
	before := inUse()
	some(calls)
	grown := inUse() - before
	require.Less(t, grown, 512<<10, "bytes in use after %d calls", calls)
	t.Logf("%d bytes more are in use after %d calls", grown, calls)
}

// inUse returns how many bytes are reachable.
func inUse() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// FuzzLines sends any lines: every message is answered at most once, the answers satisfy the
// schema, and nothing panics.
func FuzzLines(f *testing.F) {
	for _, line := range []string{
		opensDocument, fmt.Sprintf(asksVR, 1), "", "{}", `{"jsonrpc":"2.0","id":"a","method":"reset","params":{}}` + "\n" + opensDocument + "\n" + fmt.Sprintf(asksVR, 1),
		`{"jsonrpc":"2.0","id":1e3,"method":"promptAnswered","params":{"prompt":1,"answer":"allow","features":["hand-tracking"]}}`,
		`{"jsonrpc":"2.0","id":1,"method":"requestSession","params":{"document":1,"mode":"immersive-vr","required":["local-floor"],"transient_activation":true,"intent_understood":true}}`,
		`{"jsonrpc":"2.0","id":1,"method":"permissionQuery","params":{"document":1,"name":"xr-session-supported","mode":"immersive-ar"}}`,
		`{"jsonrpc":"2.0","id":1,"method":"documentState","params":{"document":1,"state":"frozen"}}`,
	} {
		f.Add(line)
	}
	valid, begin := validMessage(f), initialize(f, "ask-when-present", "chrome-windows-156")
	f.Fuzz(func(t *testing.T, text string) {
		w := newTalk(t, 1, nil)
		w.send(begin)
		w.plug(plugs()["both"])
		w.send(opensDocument)
		w.received()
		asked := 0
		for line := range strings.Lines(text) {
			w.send(strings.TrimSuffix(line, "\n"))
			asked++
		}
		w.wait(2 * time.Minute)
		replies := 0
		for _, line := range w.received() {
			_, message, _ := strings.Cut(line, " ")
			require.NoError(t, valid(message), message)
			if strings.HasPrefix(message, `{"jsonrpc":"2.0","id":`) {
				replies++
			}
		}
		require.LessOrEqual(t, replies, asked)
	})
}

// FuzzInput sends any bytes: Serve returns no error when they end.
func FuzzInput(f *testing.F) {
	f.Add([]byte("{}\n\n\xff"))
	f.Add([]byte(initialize(f, "always-ask", "quest-browser-39-quest-3") + "\n" + opensDocument + "\n" + fmt.Sprintf(asksVR, 1)))
	f.Fuzz(func(t *testing.T, input []byte) {
		var out bytes.Buffer
		require.NoError(t, Serve(t.Context(), Config{Source: navigator.FixedSource{}}, bytes.NewReader(input), &out))
		require.True(t, out.Len() == 0 || bytes.HasSuffix(out.Bytes(), []byte("\n")))
	})
}
