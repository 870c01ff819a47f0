// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
)

// The size of the experiment. The seed of each round is its number.
const (
	runs   = 10_000
	rounds = 5
)

// The bounds for two samples of that size from one distribution: the area by its 95 %
// half-width of 0.008 and a margin, and the p-value at a level of one in a thousand.
const (
	areaBound  = 0.011
	leastValue = 0.001
)

// person draws how a user who does not consent answers a prompt: the choice, and after how
// many seconds, which may be infinite. Of Chrome's notification prompts on computers that are not allowed, 10 % are
// blocked, 39 % dismissed, 51 % ignored (https://developer.chrome.com/blog/permissions-chip).
// How long people take is not published: log-normal with a median of 3 s is assumed.
func person(random *rand.Rand) (permission.Choice, float64) {
	after := 3 * math.Exp(0.8*random.NormFloat64())
	switch kind := random.Float64(); {
	case kind < 0.10:
		return permission.Block, after
	case kind < 0.49:
		return permission.Dismiss, after
	default:
		return permission.Dismiss, math.Inf(1)
	}
}

// subject returns after how many seconds a page's question is answered with false.
type subject func(random *rand.Rand, connected bool) float64

// naive answers after a delay if no device is connected, and otherwise when the user answers.
func naive(delay func(*rand.Rand) float64) subject {
	return func(random *rand.Rand, connected bool) float64 {
		if !connected {
			return delay(random)
		}
		_, after := person(random)
		return after
	}
}

// ours measures the gate itself.
func ours(t *testing.T) subject {
	known := map[bool]*navigator.Devices{true: fixed(both()), false: fixed(reportOf())}
	return func(random *rand.Rand, connected bool) float64 {
		clock := &navigator.Virtual{}
		choice, after := person(random)
		u := &user{clock: clock, choice: choice, ignores: math.IsInf(after, 1), up: map[shown]permission.Prompt{}}
		if !u.ignores {
			u.after = time.Duration(after * float64(time.Second))
		}
		gate := permission.NewGate(permission.Config{Classes: classes{}, Devices: known[connected], Prompter: u, Clock: clock, Random: reader{random}})
		defer gate.Regular().Close()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		c := document(originA)
		c.Tasks = clock
		settled := math.Inf(1)
		gate.Regular().Open(ctx, c).IsSessionSupported("immersive-vr", func(answer navigator.SupportedResult) {
			require.Equal(t, navigator.SupportedResult{}, answer)
			settled = clock.Elapsed().Seconds()
		})
		clock.Advance(2 * permission.PromptWindow)
		require.Equal(t, connected, len(u.asked) == 1)
		return settled
	}
}

// fixed returns devices that know one report.
func fixed(r *report.Report) *navigator.Devices {
	return navigator.FixedDevices(r, modes.UserAgent{ARModule: true})
}

// reader reads random bytes.
type reader struct{ *rand.Rand }

func (r reader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r.Uint32())
	}
	return len(p), nil
}

var _ io.Reader = reader{}

// A page that times the gate's answers learns nothing. The same test detects other designs:
// those that answer at once, after a fixed time, after a random time, and even after a time
// with the distribution of people's answers, since some people never answer.
func TestGate_CannotBeTimed(t *testing.T) {
	t.Parallel()
	logNormal := func(random *rand.Rand) float64 { return 3 * math.Exp(0.8*random.NormFloat64()) }
	rows := []struct {
		name    string
		subject subject
		private bool
	}{
		{"no delay", naive(func(*rand.Rand) float64 { return 0 }), false},
		{"fixed, 3 s", naive(func(*rand.Rand) float64 { return 3 }), false},
		{"uniform, 1 to 10 s", naive(func(random *rand.Rand) float64 { return 1 + 9*random.Float64() }), false},
		{"log-normal, always settles", naive(logNormal), false},
		{"drawn before the branch", ours(t), true},
	}
	t.Logf("%d runs an arm; one arm without a headset, one with a user who does not consent", runs)
	t.Logf("%-28s %4s %6s %10s  %s", "TIME OF A FALSE", "SEED", "AUC", "P (KS)", "VERDICT")
	rounds := byte(rounds)
	if testing.Short() {
		rounds = 1
	}
	for _, row := range rows {
		for seed := range rounds {
			area, p := compare(row.subject, seed)
			private := math.Abs(area-0.5) <= areaBound && p > leastValue
			t.Logf("%-28s %4d %6.3f %10.3g  %s", row.name, seed, area, p, map[bool]string{true: "indistinguishable", false: "distinguishable"}[private])
			require.Equal(t, row.private, private, row.name)
		}
	}
}

// compare runs both arms of a subject, each with a random stream of its own.
func compare(s subject, seed byte) (area, p float64) {
	var absent, asked []float64
	one, other := rand.New(rand.NewChaCha8([32]byte{seed, 0})), rand.New(rand.NewChaCha8([32]byte{seed, 1}))
	for range runs {
		absent = append(absent, s(one, false))
		asked = append(asked, s(other, true))
	}
	return distinguish(absent, asked)
}

// The statistics agree with known values.
func TestDistinguish(t *testing.T) {
	t.Parallel()
	area, p := distinguish([]float64{1, 2, 3}, []float64{4, 5, math.Inf(1)})
	require.InDelta(t, 1, area, 1e-12)
	require.Less(t, p, 0.2)
	area, p = distinguish([]float64{1, math.Inf(1)}, []float64{1, math.Inf(1)})
	require.InDelta(t, 0.5, area, 1e-12)
	require.InDelta(t, 1, p, 1e-12)
	area, _ = distinguish([]float64{1, 3}, []float64{2, 4})
	require.InDelta(t, 0.75, area, 1e-12)
	require.InDelta(t, 0.05, kolmogorov(1.358), 0.001, "the tables' critical value")
	require.InDelta(t, 0.01, kolmogorov(1.628), 0.001)
}

// The settle time lies within its bounds. About half of the times are below the median. The
// same random bytes give the same time, and each time takes eight bytes.
func TestGate_SettleTime(t *testing.T) {
	t.Parallel()
	var times []float64
	devices := fixed(reportOf())
	random := seeded(7)
	for i := range 2000 {
		clock := &navigator.Virtual{}
		gate := permission.NewGate(permission.Config{Classes: classes{}, Devices: devices, Prompter: &user{}, Clock: clock, Random: random})
		c := document(originA)
		c.Tasks = clock
		ctx, cancel := context.WithCancel(t.Context())
		gate.Regular().Open(ctx, c).IsSessionSupported("immersive-vr", func(navigator.SupportedResult) { times = append(times, clock.Elapsed().Seconds()) })
		clock.Advance(permission.SettleMin - time.Millisecond)
		require.Len(t, times, i, "no answer comes before SettleMin")
		clock.Advance(permission.SettleMax)
		require.Len(t, times, i+1, "every answer comes by SettleMax")
		require.Equal(t, 16*(i+1), random.bytes, "eight for the time of the answer, eight for that of a prompt")
		cancel()
		gate.Regular().Close()
	}
	below := 0
	for _, settled := range times {
		if settled <= permission.SettleMedian.Seconds() {
			below++
		}
		require.InDelta(t, math.Round(settled*1000), settled*1000, 1e-6, "whole milliseconds")
	}
	require.InDelta(t, 0.5, float64(below)/float64(len(times)), 0.06)
	for name, random := range map[string]io.Reader{"least": constant(0), "most": constant(0xff), "none": nothing{}} {
		settled := settlingWith(t, random)
		want := map[string]time.Duration{"least": permission.SettleMin, "most": permission.SettleMax, "none": permission.SettleMedian}[name]
		require.InDelta(t, want.Seconds(), settled.Seconds(), 1, fmt.Sprint(name, settled))
	}
}

// constant is a source of random bytes that returns one byte again and again.
type constant byte

func (c constant) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}

// nothing is a source of random bytes that fails.
type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// settlingWith returns after how long a question is answered with a source of random bytes.
func settlingWith(t *testing.T, random io.Reader) time.Duration {
	t.Helper()
	w := newWorld(t, &counted{from: random})
	var settled time.Duration
	w.regular("a", originA).IsSessionSupported("immersive-vr", func(navigator.SupportedResult) { settled = w.clock.Elapsed() })
	w.clock.Advance(permission.SettleMax)
	return settled
}
