// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

// count returns how many looks and questions a plan has, in words.
func count(plan []step) (looks, questions int) {
	for _, s := range plan {
		if s.asks {
			questions++
		} else {
			looks++
		}
	}
	return looks, questions
}

func TestPlanFor(t *testing.T) {
	t.Parallel()
	at := func(second int64, listening bool) services.Sockets {
		return services.Sockets{{Path: "/r/s", Made: time.Unix(second, 0), Listening: listening}}
	}
	plugged := []report.Headset{{Name: new("HTC Vive"), Kind: report.KindHeadset}}
	for name, row := range map[string]struct {
		before, now      glance
		looks, questions int
	}{
		"the service listens":             {glance{usable: true, hasSocket: true}, glance{usable: true, hasSocket: true, sockets: at(1, true)}, 0, 7},
		"the service is about to listen":  {glance{usable: true, hasSocket: true}, glance{usable: true, hasSocket: true, sockets: at(1, false)}, glances, 7},
		"it listens now":                  {glance{usable: true, hasSocket: true, sockets: at(1, false)}, glance{usable: true, hasSocket: true, sockets: at(1, true)}, 0, 7},
		"it started again":                {glance{usable: true, hasSocket: true, sockets: at(1, true)}, glance{usable: true, hasSocket: true, sockets: at(2, true)}, 0, 7},
		"its socket is gone":              {glance{usable: true, hasSocket: true, sockets: at(1, true)}, glance{usable: true, hasSocket: true}, 0, 0},
		"nobody listens any more":         {glance{usable: true, hasSocket: true, sockets: at(1, true)}, glance{usable: true, hasSocket: true, sockets: at(1, false)}, 0, 0},
		"gone, and another headset":       {glance{usable: true, hasSocket: true, sockets: at(1, true)}, glance{usable: true, hasSocket: true, headsets: plugged}, 0, 1},
		"gone, and another runtime":       {glance{usable: true, hasSocket: true, sockets: at(1, true)}, glance{usable: true, hasSocket: true, files: "other"}, 0, 1},
		"a runtime without such a socket": {glance{}, glance{usable: true, files: "other"}, 0, 7},
		"a runtime that cannot be loaded": {glance{}, glance{files: "broken"}, 0, 1},
		"a headset, and no service":       {glance{usable: true, hasSocket: true}, glance{usable: true, hasSocket: true, headsets: plugged}, 0, 1},
	} {
		looks, questions := count(planFor(row.now, row.before))
		require.Equal(t, []int{row.looks, row.questions}, []int{looks, questions}, name)
	}
}

func TestPlan_PausesGrow(t *testing.T) {
	t.Parallel()
	var whole, last time.Duration
	for _, s := range retries(glance{usable: true}) {
		require.Greater(t, s.after, last)
		whole, last = whole+s.after, s.after
	}
	require.InDelta(t, patience, whole, float64(time.Second))
}

// However changes follow each other, no more questions than the budget has are asked, and it never stays empty.
func TestBudget(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, begun := newBudget(), time.Unix(0, 0)
		now, asked := begun, 0
		for _, pause := range rapid.SliceOfN(rapid.Int64Range(0, int64(10*time.Second)), 1, 200).Draw(t, "pauses") {
			now = now.Add(time.Duration(pause))
			wait := b.wait(now)
			if wait > 0 {
				require.LessOrEqual(t, wait, refill+time.Microsecond)
				now = now.Add(wait)
				require.LessOrEqual(t, b.wait(now), time.Microsecond)
			}
			b.take(now)
			asked++
			require.LessOrEqual(t, float64(asked), maxQuestions+float64(now.Sub(begun))/float64(refill)+0.001)
		}
	})
}

func TestGlance_Fresh(t *testing.T) {
	t.Parallel()
	now := time.Unix(100, 0)
	made := func(at time.Time) glance { return glance{sockets: services.Sockets{{Path: "/s", Made: at}}} }
	require.True(t, made(now.Add(-time.Second)).fresh(now))
	require.False(t, made(now.Add(-time.Minute)).fresh(now))
	require.False(t, glance{}.fresh(now))
}
