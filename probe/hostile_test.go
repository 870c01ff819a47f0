// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
)

// end is how the probe of a hostile runtime ends.
type end struct {
	status  report.Status
	code    string // the cause's; empty if nothing went wrong
	signal  string
	exit    *int
	problem string // the ID of the last problem; empty for none
}

var (
	survives   = end{status: report.StatusOK}
	timesOut   = end{status: report.StatusTimedOut, code: report.CauseTimedOut}
	breaks     = end{status: report.StatusFailed, code: report.CauseBrokenAnswer}
	distrusted = end{status: report.StatusFailed, code: report.CauseDistrusted}
	refused    = end{status: report.StatusFailed, code: report.CauseXrError}
	partly     = end{status: report.StatusOK, problem: report.CauseDistrusted}
	devours    = end{status: report.StatusCrashed, code: report.CauseMemory}
)

func crashes(signal string) end {
	return end{status: report.StatusCrashed, code: report.CauseCrashed, signal: signal}
}

func exits(status int) end {
	return end{status: report.StatusCrashed, code: report.CauseExited, exit: &status}
}

// The stages at which a runtime's code runs. Those in neverRun are never reached: a child destroys
// no instance, and exits without running exit handlers.
var (
	ladder    = []string{"load", "negotiate", "enumerate", "create", "system", "properties"}
	neverRun  = []string{"destroy", "exit"}
	lists     = []string{"enumerate", "configurations", "views", "blend-modes"}
	eachStage = slices.Concat(ladder, neverRun)
)

// behaviours lists every behaviour of the hostile runtime, the stages at which it is tried, and how
// the probe ends. At a stage that never runs nothing happens.
var behaviours = []struct {
	word   string
	stages []string
	end    end
}{
	{"hang", eachStage, timesOut},
	{"spin", eachStage, timesOut},
	{"stop", eachStage, timesOut},
	{"stubborn-hang", eachStage, timesOut},
	{"thread-hang", eachStage, timesOut},
	{"segv", eachStage, crashes("SIGSEGV")},
	{"abort", eachStage, crashes("SIGABRT")},
	{"bus", eachStage, crashes("SIGBUS")},
	{"overflow", eachStage, crashes("SIGSEGV")},
	{"kill", eachStage, crashes("SIGKILL")},
	{"thread-segv", eachStage, crashes("SIGSEGV")},
	{"exit=0", eachStage, exits(0)},
	{"leave=3", eachStage, exits(3)},
	{"handlers", ladder, survives},
	{"bare-handlers", ladder, survives},
	{"flood=10", []string{"load", "enumerate", "create"}, survives},
	{"flood", []string{"negotiate", "create"}, timesOut},
	{"close-low", ladder, survives},
	{"close-many", ladder, survives},
	{"close-all", ladder, breaks},
	{"junk", ladder, breaks},
	{"forge", ladder, breaks},
	{"forge-for-ever", ladder, breaks},
	{"cut-frame", ladder, breaks},
	{"setenv", ladder, survives},
	{"chdir", ladder, survives},
	{"umask", ladder, survives},
	{"litter-file", ladder, survives},
	{"daemon", ladder, survives},
	{"daemon-on-pipes", ladder, survives},
	{"stubborn-daemon", ladder, survives},
	{"short-lived", ladder, survives},
	{"child", ladder, survives},
	{"bomb=5", ladder, survives},
	{"listen", ladder, survives},
	{"wait=50", ladder, survives},
	{"reserve", []string{"load", "negotiate", "enumerate"}, crashes("SIGABRT")},
	{"allocate", []string{"create"}, devours},
	{"huge-count", lists, partly},
	{"negative-count", lists, partly},
	{"growing-count", lists, partly},
	{"overfull-count", lists, partly},
	{"unwritten", lists, partly},
	{"none", lists, survives},
	{"silent", lists, survives},
	{"silent", []string{"create"}, distrusted},
	{"silent", []string{"system", "properties"}, partly},
	{"silent", []string{"negotiate"}, end{status: report.StatusFailed, code: "no_get_instance_proc_addr"}},
	{"unending-name", []string{"enumerate", "create", "properties"}, survives},
	{"null-next", []string{"enumerate", "create", "properties"}, survives},
	{"unknown-enum", []string{"properties"}, survives},
	{"limit-reached", []string{""}, refused},
	{"service-down", []string{""}, refused},
	{"socket=nobody", []string{""}, refused},
	{"no-version", []string{""}, refused},
	{"only-1-0", []string{""}, survives},
	{"unplugged", []string{""}, survives},
	{"warming-up=2", []string{""}, survives},
	{"system-fails", []string{""}, end{status: report.StatusOK, problem: "call_failed"}},
	{"no-blend-command", []string{""}, end{status: report.StatusOK, problem: "call_failed"}},
	{"application=xrprobe", []string{""}, survives},
	{"application=game", []string{""}, crashes("SIGSEGV")},
	{"refuses", []string{""}, end{status: report.StatusFailed, code: "negotiation_refused"}},
	{"null-proc-addr", []string{""}, end{status: report.StatusFailed, code: "no_get_instance_proc_addr"}},
	{"interface=2", []string{""}, end{status: report.StatusFailed, code: "bad_interface_version"}},
	{"api-major=2", []string{""}, end{status: report.StatusFailed, code: "bad_api_version"}},
}

// endAt returns how the probe ends if the behaviour happens at the stage.
func endAt(e end, stage string) end {
	switch {
	case slices.Contains(neverRun, stage):
		return survives
	case stage == "enumerate" && e == partly:
		return distrusted // without a list of extensions the probe stops
	default:
		return e
	}
}

// reachedBefore returns the highest level that is complete when something happens at a stage.
func reachedBefore(e end, stage string) report.Level {
	at := map[string]report.Level{
		"load": report.LevelBinary, "negotiate": report.LevelBinary, "enumerate": report.LevelLibrary,
		"create": report.LevelExtensions, "system": report.LevelInstance, "properties": report.LevelSystem,
	}
	if level, known := at[stage]; known {
		return level
	}
	if e.code == report.CauseXrError || e.signal != "" {
		return report.LevelExtensions // behaviours without a stage happen in xrCreateInstance
	}
	return report.LevelBinary // or in xrNegotiateLoaderRuntimeInterface
}

const (
	hostileTimeout = 700 * time.Millisecond
	// hostileMargin is one second that a probe may take beyond its deadlines, and four for a
	// machine that is busy with other tests.
	hostileMargin = time.Second + 4*time.Second
)

// Whatever a runtime does at any stage, the probe ends in time, and its report is valid and says
// what happened.
func TestHostile(t *testing.T) {
	t.Parallel()
	schema := reportSchema(t)
	var rows hostileRows
	t.Cleanup(func() { rows.print() })
	for _, behaviour := range behaviours {
		for _, stage := range behaviour.stages {
			if testing.Short() && stage != "create" && stage != "" {
				continue // the race detector does not see foreign code
			}
			name := strings.TrimSuffix(behaviour.word+"@"+stage, "@")
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				begun := time.Now()
				r, written := probeHostile(t, name)
				rows.add(behaviour.word, stage, r, time.Since(begun))
				require.NoError(t, schema.Validate(written))
				requireEnd(t, endAt(behaviour.end, stage), stage, r)
			})
		}
	}
}

// probeHostile probes a runtime and returns its part of the report, and the whole report as JSON.
// If the runtime has no cause, the last problem stands in for it.
func probeHostile(t *testing.T, words ...string) (report.Runtime, any) {
	t.Helper()
	p := proberFor(t, probe.Self(), map[string]string{"XR_RUNTIME_JSON": compiled.Runtime(t, words...)})
	limit := time.Minute // a busy machine may take long to hand out gigabytes
	if strings.Contains(words[0], "hang") || strings.Contains(words[0], "spin") || strings.Contains(words[0], "stop") || strings.HasPrefix(words[0], "flood@") {
		limit = hostileTimeout
	}
	begun := time.Now()
	found, err := p.Probe(t.Context(), probe.Request{Timeout: limit, CleanUp: true})
	require.NoError(t, err)
	require.Less(t, time.Since(begun), 2*limit+hostileMargin)
	require.Len(t, found.Runtimes, 1)
	var text bytes.Buffer
	require.NoError(t, found.Write(&text))
	var value any
	require.NoError(t, json.Unmarshal(text.Bytes(), &value))
	if log := found.Runtimes[0].Log; log != nil {
		require.Less(t, len(*log), 70<<10, "the log is bounded")
	}
	if last := len(found.Problems) - 1; last >= 0 && found.Runtimes[0].Cause == nil {
		found.Runtimes[0].Cause = &report.Cause{Code: "problem:" + found.Problems[last].ID}
	}
	return found.Runtimes[0], value
}

func requireEnd(t *testing.T, want end, stage string, got report.Runtime) {
	t.Helper()
	text := fmt.Sprintf("%+v %+v", got, got.Cause)
	require.Equal(t, want.status, got.Status, text)
	for _, effect := range got.SideEffects {
		require.NotEqual(t, new(report.ProcessRunning), effect.State, text)
	}
	if want.code == "" {
		require.Equal(t, report.LevelProperties, *got.Reached, text)
		require.Equal(t, want.problem != "", got.Cause != nil, text)
		if want.problem != "" {
			require.Equal(t, "problem:"+want.problem, got.Cause.Code)
		}
		return
	}
	require.NotNil(t, got.Cause, text)
	require.Equal(t, want.code, got.Cause.Code, text)
	require.Equal(t, reachedBefore(want, stage), *got.Reached, text)
	require.NotEmpty(t, got.Cause.Call, "the report names the last call")
	require.Equal(t, want.exit, got.Cause.ExitCode, text)
	if want.signal != "" {
		require.Equal(t, want.signal, *got.Cause.Signal, text)
	}
	require.Equal(t, got.Reached.AtLeast(report.LevelExtensions), got.Extensions != nil, "earlier answers are kept")
}

func reportSchema(t testing.TB) *jsonschema.Resolved {
	t.Helper()
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(report.Schema(), &schema))
	checked, err := schema.Resolve(nil)
	require.NoError(t, err)
	return checked
}

// hostileRows collects the table that `make hostile` prints.
type hostileRows struct {
	mutex sync.Mutex
	rows  []string
}

func (h *hostileRows) add(word, stage string, r report.Runtime, took time.Duration) {
	outcome := string(r.Status)
	if c := r.Cause; c != nil {
		outcome += " " + c.Code
		if c.Signal != nil {
			outcome += " " + *c.Signal
		}
		if c.ExitCode != nil {
			outcome += fmt.Sprintf(" status %d", *c.ExitCode)
		}
	}
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.rows = append(h.rows, fmt.Sprintf("%s\t%s\t%s\t%.2f s", word, stage, outcome, took.Seconds()))
}

func (h *hostileRows) print() {
	if !testing.Verbose() {
		return
	}
	slices.Sort(h.rows)
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "BEHAVIOUR\tSTAGE\tOUTCOME\tTIME\n%s\n", strings.Join(h.rows, "\n"))
	_ = w.Flush()
	fmt.Print(table.String())
}
