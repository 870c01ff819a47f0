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

// end is what becomes of asking a hostile runtime.
type end struct {
	status  report.Status
	code    string // of the cause; none where all went well
	signal  string
	exit    *int
	problem string // that there is besides
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

// The stages at which a runtime's code runs, and those that are never reached: a child
// destroys no instance and runs nothing at its exit.
var (
	asked6    = []string{"load", "negotiate", "enumerate", "create", "system", "properties"}
	neverRun  = []string{"destroy", "exit"}
	lists     = []string{"enumerate", "configurations", "views", "blend-modes"}
	eachStage = slices.Concat(asked6, neverRun)
)

// family is every behaviour, where it is tried, and its end there. The end of a stage
// that is never run is that nothing happens.
var family = []struct {
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
	{"handlers", asked6, survives},
	{"bare-handlers", asked6, survives},
	{"flood=10", []string{"load", "enumerate", "create"}, survives},
	{"flood", []string{"negotiate", "create"}, timesOut},
	{"close-low", asked6, survives},
	{"close-many", asked6, survives},
	{"close-all", asked6, breaks},
	{"junk", asked6, breaks},
	{"forge", asked6, breaks},
	{"forge-for-ever", asked6, breaks},
	{"cut-frame", asked6, breaks},
	{"setenv", asked6, survives},
	{"chdir", asked6, survives},
	{"umask", asked6, survives},
	{"litter-file", asked6, survives},
	{"daemon", asked6, survives},
	{"daemon-on-pipes", asked6, survives},
	{"stubborn-daemon", asked6, survives},
	{"short-lived", asked6, survives},
	{"child", asked6, survives},
	{"bomb=5", asked6, survives},
	{"listen", asked6, survives},
	{"wait=50", asked6, survives},
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

// expected is the end at one stage.
func expected(e end, stage string) end {
	switch {
	case slices.Contains(neverRun, stage):
		return survives
	case stage == "enumerate" && e == partly:
		return distrusted // without its extensions a runtime is asked no further
	default:
		return e
	}
}

// reachedBefore is the highest level that is done when something happens at a stage.
func reachedBefore(e end, stage string) report.Level {
	at := map[string]report.Level{
		"load": report.LevelBinary, "negotiate": report.LevelBinary, "enumerate": report.LevelLibrary,
		"create": report.LevelExtensions, "system": report.LevelInstance, "properties": report.LevelSystem,
	}
	if level, known := at[stage]; known {
		return level
	}
	if e.code == report.CauseXrError || e.signal != "" {
		return report.LevelExtensions // what has no stage happens in xrCreateInstance
	}
	return report.LevelBinary // or while it negotiates
}

const (
	hostileTimeout = 700 * time.Millisecond
	// hostileMargin is the second that a probe may take beyond its deadlines, and what
	// a machine that is busy with other tests may take from it.
	hostileMargin = time.Second + 4*time.Second
)

// Every behaviour at every stage ends in time, in a report that is whole and true.
func TestHostile(t *testing.T) {
	t.Parallel()
	schema := reportSchema(t)
	var rows hostileRows
	t.Cleanup(func() { rows.print() })
	for _, member := range family {
		for _, stage := range member.stages {
			if testing.Short() && stage != "create" && stage != "" {
				continue // the race detector learns nothing from foreign code
			}
			name := strings.TrimSuffix(member.word+"@"+stage, "@")
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				begun := time.Now()
				r, written := hostile(t, name)
				rows.add(member.word, stage, r, time.Since(begun))
				require.NoError(t, schema.Validate(written))
				requireEnd(t, expected(member.end, stage), stage, r)
			})
		}
	}
}

// hostile asks a runtime and returns what became of it, and the report as JSON.
func hostile(t *testing.T, words ...string) (report.Runtime, any) {
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
	found.Runtimes[0].Log = shortened(t, found.Runtimes[0].Log)
	if last := len(found.Problems) - 1; last >= 0 && found.Runtimes[0].Cause == nil {
		found.Runtimes[0].Cause = &report.Cause{Code: "problem:" + found.Problems[last].ID}
	}
	return found.Runtimes[0], value
}

func shortened(t *testing.T, log *string) *string {
	t.Helper()
	if log != nil {
		require.Less(t, len(*log), 70<<10, "the log is bounded")
	}
	return log
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
	require.NotEmpty(t, got.Cause.Call, "the last call is known")
	require.Equal(t, want.exit, got.Cause.ExitCode, text)
	if want.signal != "" {
		require.Equal(t, want.signal, *got.Cause.Signal, text)
	}
	require.Equal(t, got.Reached.AtLeast(report.LevelExtensions), got.Extensions != nil, "what was answered before is kept")
}

func reportSchema(t testing.TB) *jsonschema.Resolved {
	t.Helper()
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(report.Schema(), &schema))
	checked, err := schema.Resolve(nil)
	require.NoError(t, err)
	return checked
}

// hostileRows is the table that people read: make hostile.
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
