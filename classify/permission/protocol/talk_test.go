// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"bytes"
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

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
)

var update = flag.Bool("update", false, "write the conversations in testdata")

// talk is a connection on a virtual clock, and the lines that the server sent, with their times.
type talk struct {
	t      testing.TB
	clock  *navigator.Virtual
	random *counted
	conn   *connection
	feed   *navigator.Feed
	sent   []string
	// answer is the user's answer to each prompt, after a time, or "" if there is none.
	answer string
	after  time.Duration
}

// counted is a source of random bytes that counts them.
type counted struct {
	from  io.Reader
	bytes int
}

func (c *counted) Read(p []byte) (int, error) {
	c.bytes += len(p)
	return c.from.Read(p)
}

func newTalk(t testing.TB, seed byte, set func(*Config)) *talk {
	t.Helper()
	w := &talk{t: t, clock: &navigator.Virtual{}, random: &counted{from: rand.NewChaCha8([32]byte{seed})}, feed: navigator.NewFeed()}
	c := Config{Source: w.feed, Tool: report.Tool{Name: "xrprobe", Version: "(test)"}, Clock: collectingClock{w.clock, w.collect}, Tasks: w.clock, Random: w.random}
	if set != nil {
		set(&c)
	}
	w.conn = newConnection(t.Context(), c)
	t.Cleanup(w.conn.close)
	return w
}

// send sends a line of the client, and lets everything happen that follows at once.
func (w *talk) send(line string) {
	w.t.Helper()
	w.conn.handle([]byte(line))
	w.collect()
	w.wait(0)
}

// plug sends a report.
func (w *talk) plug(r *report.Report) {
	w.feed.Send(r)
	w.wait(0)
}

// wait lets time pass.
func (w *talk) wait(d time.Duration) {
	w.clock.Advance(d)
	w.collect()
}

// collectingClock is a clock that collects the server's lines after each timer.
type collectingClock struct {
	*navigator.Virtual
	collect func()
}

func (c collectingClock) AfterFunc(d time.Duration, f func()) func() {
	return c.Virtual.AfterFunc(d, func() {
		f()
		c.Virtual.AfterFunc(0, c.collect)
	})
}

// collect records the lines that the server has queued.
func (w *talk) collect() {
	w.conn.out.mutex.Lock()
	empty := len(w.conn.out.lines) == 0
	w.conn.out.mutex.Unlock()
	if empty {
		return
	}
	for line := range strings.Lines(string(w.conn.out.take())) {
		w.sent = append(w.sent, fmt.Sprintf("%s %s", w.clock.Elapsed(), strings.TrimSuffix(line, "\n")))
		if number := shown.FindStringSubmatch(line); number != nil && w.answer != "" {
			w.clock.AfterFunc(w.after, func() {
				w.conn.handle([]byte(`{"jsonrpc":"2.0","id":"user","method":"promptAnswered","params":{"prompt":` + number[1] + `,"answer":"` + w.answer + `"}}`))
				w.collect()
			})
		}
	}
}

// shown matches a notification that shows a prompt.
var shown = regexp.MustCompile(`"method":"prompt","params":{"prompt":(\d+),"shown":true`)

// received returns the lines that the server sent since the last call.
func (w *talk) received() []string {
	sent := w.sent
	w.sent = nil
	return sent
}

// profileOf returns a profile of testdata on one line.
func profileOf(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../../testdata/profiles", name+".json"))
	require.NoError(t, err)
	var line bytes.Buffer
	require.NoError(t, json.Compact(&line, content))
	return line.String()
}

// profileNamed matches the name of a profile in a conversation.
var profileNamed = regexp.MustCompile(`@[a-z0-9-]+`)

func initialize(t testing.TB, strategy, profile string) string {
	t.Helper()
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocol":"xrprobe.protocol/1","strategy":%q,"profile":%s}}`,
		strategy, profileOf(t, profile))
}

// headset returns a report of a headset with blend modes. Without any it is unplugged.
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

// plugs returns the reports that a conversation may send.
func plugs() map[string]*report.Report {
	return map[string]*report.Report{"nothing": headset(), "vr": headset("OPAQUE"), "both": headset("OPAQUE", "ALPHA_BLEND"), "no runtime": reportOf()}
}

// validMessage returns a function that checks a message against the schema.
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
