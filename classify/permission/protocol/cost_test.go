// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
)

// served is a connection over pipes, as xrprobe serve has it, with the real clock.
type served struct {
	t       testing.TB
	in      io.Writer
	answers *bufio.Reader
	calls   int
}

// serveOver starts a connection with what is connected.
func serveOver(t testing.TB, r *report.Report) *served {
	t.Helper()
	in, toServer, err := os.Pipe()
	require.NoError(t, err)
	fromServer, out, err := os.Pipe()
	require.NoError(t, err)
	ended := make(chan error)
	go func() {
		ended <- Serve(t.Context(), Config{Source: navigator.FixedSource{Report: r}, Tool: report.Tool{Name: "xrprobe", Version: "(test)"}}, in, out)
	}()
	t.Cleanup(func() { require.NoError(t, toServer.Close()); <-ended })
	s := &served{t: t, in: toServer, answers: bufio.NewReaderSize(fromServer, 1<<20)}
	s.send(initialize(t, "ask-when-present", "chrome-windows-156"))
	s.wait(`"id":0,`)
	return s
}

func (s *served) send(line string) {
	_, err := io.WriteString(s.in, line+"\n")
	require.NoError(s.t, err)
}

// wait reads lines until one has a text.
func (s *served) wait(text string) {
	for {
		line, err := s.answers.ReadString('\n')
		require.NoError(s.t, err)
		if strings.Contains(line, text) {
			return
		}
	}
}

// measure lets a new page make a call, and then one whose answer comes at once. It returns how
// long that took.
func (s *served) measure(call string) float64 {
	s.calls++
	s.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":"open %d","method":"documentState","params":{"document":%[1]d,"state":"visible","origin":"https://%[1]d.example","secure_context":true,"allowed":["xr-spatial-tracking"]}}`, s.calls))
	s.wait(fmt.Sprintf(`"id":"open %d",`, s.calls))
	next := fmt.Sprintf(`{"jsonrpc":"2.0","id":"next %d","method":"isSessionSupported","params":{"document":%[1]d,"mode":"inline"}}`, s.calls)
	begun := time.Now()
	s.send(strings.ReplaceAll(call, "DOCUMENT", fmt.Sprint(s.calls)) + "\n" + next)
	s.wait(fmt.Sprintf(`"id":"next %d",`, s.calls))
	took := time.Since(begun)
	s.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":"gone %d","method":"documentState","params":{"document":%[1]d,"state":"gone"}}`, s.calls))
	s.wait(fmt.Sprintf(`"id":"gone %d",`, s.calls))
	return float64(took)
}

// area returns the probability that a value of the first sample is less than one of the second,
// with ties counted half.
func area(a, b []float64) float64 {
	b = slices.Sorted(slices.Values(b))
	sum := 0.0
	for _, value := range a {
		at, _ := slices.BinarySearch(b, value)
		ties := at
		for ties < len(b) && b[ties] == value {
			ties++
		}
		sum += float64(len(b)-ties) + float64(ties-at)/2
	}
	return sum / float64(len(a)*len(b))
}

// TestServe_CostOfAnAnswer prints how well the time of the next answer tells whether a headset is
// connected. It asserts nothing, as times depend on the machine; make privacy runs it.
func TestServe_CostOfAnAnswer(t *testing.T) {
	if os.Getenv("XRPROBE_PRIVACY") == "" {
		t.Skip("it measures times: make privacy runs it")
	}
	const request = `{"jsonrpc":"2.0","method":"requestSession","params":{"document":DOCUMENT,"mode":"immersive-vr","transient_activation":true,"intent_understood":true,"required":["local-floor"],"optional":[%s]}}`
	var long strings.Builder
	for long.Len() < 60_000 {
		fmt.Fprintf(&long, `"teleport-%d",`, long.Len())
	}
	calls := []struct{ name, call string }{
		{"isSessionSupported", `{"jsonrpc":"2.0","method":"isSessionSupported","params":{"document":DOCUMENT,"mode":"immersive-vr"}}`},
		{"requestSession, one feature", fmt.Sprintf(request, "")},
		{"requestSession, a list of 64 KiB", fmt.Sprintf(request, strings.TrimSuffix(long.String(), ","))},
	}
	for _, c := range calls {
		var samples [2][]float64
		const connections, each = 20, 100
		for range connections {
			arms := [2]*served{serveOver(t, plugs()["nothing"]), serveOver(t, plugs()["both"])}
			for range each {
				first := rand.IntN(2)
				for _, arm := range []int{first, 1 - first} {
					samples[arm] = append(samples[arm], arms[arm].measure(c.call))
				}
			}
		}
		a := area(samples[0], samples[1])
		t.Logf("%-34s AUC %.3f (%d calls an arm)", c.name, max(a, 1-a), len(samples[0]))
	}
}
