// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// shown returns what is printed for events. The text "tick" stands for a tick.
func shown(events ...string) (out, status string) {
	lines, ticks := make(chan string), make(chan time.Time)
	go func() {
		defer close(lines)
		for _, e := range events {
			if e == "tick" {
				ticks <- time.Time{}
				continue
			}
			lines <- e + "\n"
		}
	}()
	var printed, said strings.Builder
	show(lines, ticks, &printed, &said)
	return printed.String(), said.String()
}

func TestShow_PrintsEachPackageWhenItEnds(t *testing.T) {
	t.Parallel()
	out, status := shown(
		`{"Action":"start","Package":"a"}`, `{"Action":"start","Package":"b"}`,
		`{"Action":"output","Package":"a","Output":"-test.shuffle 7\n"}`,
		`{"Action":"run","Package":"a","Test":"TestSlow"}`, "tick", "tick",
		`{"Action":"output","Package":"b","Test":"TestX","Output":"--- PASS: TestX (0.00s)\n"}`,
		`{"Action":"pass","Package":"b","Test":"TestX"}`,
		`{"Action":"output","Package":"b","Output":"PASS\n"}`,
		`{"Action":"output","Package":"b","Output":"ok  \tb\t0.1s\n"}`,
		`{"Action":"pass","Package":"b"}`, "tick",
		`{"Action":"output","Package":"a","Output":"ok  \ta\t9.1s\n"}`,
		`{"Action":"pass","Package":"a"}`,
		`{"Action":"output","Package":"c","Output":"?   \tc\t[no test files]\n"}`, `{"Action":"skip","Package":"c"}`,
	)
	require.Equal(t, "ok  \tb\t0.1s\nok  \ta\t9.1s\n?   \tc\t[no test files]\n", out)
	require.Equal(t, "still running: a (0 tests have ended), b (0 tests have ended)\n", status)
}

func TestShow_PrintsWhatFailed(t *testing.T) {
	t.Parallel()
	out, status := shown(
		"tick", "tick",
		`{"ImportPath":"d","Action":"build-output","Output":"d.go:1: undefined: x\n"}`,
		`{"Action":"output","Package":"a","Test":"TestGood","Output":"    good\n"}`, `{"Action":"pass","Package":"a","Test":"TestGood"}`,
		`{"Action":"output","Package":"a","Test":"TestBad","Output":"=== RUN   TestBad\n"}`,
		`{"Action":"output","Package":"a","Test":"TestBad","Output":"--- FAIL: TestBad (0.00s)\n"}`, `{"Action":"fail","Package":"a","Test":"TestBad"}`,
		`{"Action":"output","Package":"a","Test":"TestHangs","Output":"panic: test timed out\n"}`,
		`{"Action":"output","Package":"a","Output":"FAIL\ta\t1s\n"}`, `{"Action":"fail","Package":"a"}`,
		"a line of another kind",
	)
	require.Equal(t, "d.go:1: undefined: x\n--- FAIL: TestBad (0.00s)\npanic: test timed out\nFAIL\ta\t1s\na line of another kind\n", out)
	require.Equal(t, "still running: the compiler\n", status)
}
