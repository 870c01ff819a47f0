// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/report"
)

var update = flag.Bool("update", false, "write the conversations in testdata anew")

// talk is a connection on a virtual clock, and what it said, each line with its time.
type talk struct {
	t      testing.TB
	clock  *permission.Virtual
	random *counted
	conn   *connection
	source source
	tell   func(*report.Report) // nil until there is a gate
	said   []string
	// answer is the user's to every prompt, after a while, or "" if there is none.
	answer string
	after  time.Duration
}

// counted is a stream of random bytes that counts how many were drawn.
type counted struct {
	from  io.Reader
	bytes int
}

func (c *counted) Read(p []byte) (int, error) {
	c.bytes += len(p)
	return c.from.Read(p)
}

// source tells what a test wants.
type source chan func(*report.Report)

func (s source) Watch(ctx context.Context, tell func(*report.Report)) error {
	s <- tell
	<-ctx.Done()
	return ctx.Err()
}

func newTalk(t testing.TB, seed byte, set func(*Config)) *talk {
	t.Helper()
	w := &talk{t: t, clock: &permission.Virtual{}, random: &counted{from: rand.NewChaCha8([32]byte{seed})}, source: make(source, 1)}
	c := Config{Source: w.source, Tool: report.Tool{Name: "xrprobe", Version: "(test)"}, Clock: heeded{w.clock, w.listen}, Tasks: &w.clock.VirtualLoop, Random: w.random}
	if set != nil {
		set(&c)
	}
	w.conn = newConnection(t.Context(), c)
	t.Cleanup(w.conn.close)
	return w
}

// says has the client say a line, and everything happen that follows at once.
func (w *talk) says(line string) {
	w.t.Helper()
	w.conn.handle([]byte(line))
	if w.conn.gate != nil && w.tell == nil {
		w.tell = <-w.source
	}
	w.listen()
	w.wait(0)
}

// plug has a report told.
func (w *talk) plug(r *report.Report) {
	w.tell(r)
	w.wait(0)
}

// wait lets time pass.
func (w *talk) wait(d time.Duration) {
	w.clock.Advance(d)
	w.listen()
}

// heeded is a clock by which somebody listens each time when a timer has gone off, and what
// follows has been done.
type heeded struct {
	*permission.Virtual
	listen func()
}

func (h heeded) AfterFunc(d time.Duration, f func()) func() {
	return h.Virtual.AfterFunc(d, func() {
		f()
		h.Virtual.AfterFunc(0, h.listen)
	})
}

// listen notes what was said.
func (w *talk) listen() {
	w.conn.out.mutex.Lock()
	empty := len(w.conn.out.lines) == 0
	w.conn.out.mutex.Unlock()
	if empty {
		return
	}
	for line := range strings.Lines(string(w.conn.out.take())) {
		w.said = append(w.said, fmt.Sprintf("%s %s", w.clock.Elapsed(), strings.TrimSuffix(line, "\n")))
		if number := shown.FindStringSubmatch(line); number != nil && w.answer != "" {
			w.clock.AfterFunc(w.after, func() {
				w.conn.handle([]byte(`{"jsonrpc":"2.0","id":"user","method":"promptAnswered","params":{"prompt":` + number[1] + `,"answer":"` + w.answer + `"}}`))
				w.listen()
			})
		}
	}
}

// shown is a prompt that is to be shown.
var shown = regexp.MustCompile(`"method":"prompt","params":{"prompt":(\d+),"shown":true`)

// heard returns what was said since it was called last.
func (w *talk) heard() []string {
	said := w.said
	w.said = nil
	return said
}

// profileOf is a profile of the tree, on one line.
func profileOf(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../../testdata/profiles", name+".json"))
	require.NoError(t, err)
	var line bytes.Buffer
	require.NoError(t, json.Compact(&line, content))
	return line.String()
}

// profileNamed stands for a profile in a conversation.
var profileNamed = regexp.MustCompile(`@[a-z0-9-]+`)

func initialize(t testing.TB, strategy, profile string) string {
	t.Helper()
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocol":"xrprobe.protocol/1","strategy":%q,"profile":%s}}`,
		strategy, profileOf(t, profile))
}

// headset is a report of a headset with blend modes; without any it is unplugged.
func headset(blendModes ...string) *report.Report {
	system := report.System{FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemUnavailable}
	if len(blendModes) > 0 {
		system.Status = report.SystemAvailable
		view := report.ViewConfiguration{Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO"}
		for _, blend := range blendModes {
			view.BlendModes = append(view.BlendModes, "XR_ENVIRONMENT_BLEND_MODE_"+blend)
		}
		system.ViewConfigurations = []report.ViewConfiguration{view}
	}
	return reportOf(report.Runtime{ID: "secret-runtime", Active: true, Level: report.LevelProperties, Reached: new(report.LevelProperties), Status: report.StatusOK,
		Extensions: []report.Extension{{Name: "XR_EXT_hand_tracking", Version: 4}}, Systems: []report.System{system}})
}

func reportOf(runtimes ...report.Runtime) *report.Report {
	return &report.Report{Schema: report.SchemaName, Runtimes: runtimes, Problems: []report.Problem{}}
}

// plugs are what a conversation may plug in.
func plugs() map[string]*report.Report {
	return map[string]*report.Report{"nothing": headset(), "vr": headset("OPAQUE"), "both": headset("OPAQUE", "ALPHA_BLEND"), "no runtime": reportOf()}
}

// validMessage checks a message against the schema.
func validMessage(t testing.TB) func(text string) error {
	t.Helper()
	var s jsonschema.Schema
	require.NoError(t, json.Unmarshal(JSONSchema(), &s))
	resolved, err := s.Resolve(nil)
	require.NoError(t, err)
	return func(text string) error {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			return err
		}
		return resolved.Validate(value)
	}
}
