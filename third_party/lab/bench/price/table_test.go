// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var nan = math.NaN()

func TestRow_Met(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now  figure
		goal goal
		want string
	}{
		"no goal":                        {figure{5, 2}, goal{}, ""},
		"the value is the limit":         {figure{3, nan}, goal{value: 3}, "yes"},
		"the value is above":             {figure{3.1, nan}, goal{value: 3}, "no"},
		"the ratio is above":             {figure{1, 1.2}, goal{ratio: 1.1}, "no"},
		"one of two is above":            {figure{2, 1.2}, goal{3, 1.1}, "no"},
		"both are below":                 {figure{2, 1}, goal{3, 1.1}, "yes"},
		"nothing was measured":           {unknown, goal{value: 3}, "unknown"},
		"the reference was not measured": {figure{2, nan}, goal{ratio: 3}, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, row{now: c.now, goal: c.goal}.met())
		})
	}
}

func values(own ...float64) []sample {
	var out []sample
	for _, v := range own {
		out = append(out, sample{own: v})
	}
	return out
}

func TestComparison(t *testing.T) {
	t.Parallel()
	found := samples{
		"C":       values(10, 20, 10),
		"p base":  values(40, 80, 40),
		"p now":   values(20, 40, 30),
		"in base": values(20, 40, 20),
		"in now":  values(16, 36, 24),
	}
	t.Run("with one reference", func(t *testing.T) {
		t.Parallel()
		r := comparison{program: "p", reference: "C", of: own, goal: goal{ratio: 2}}.row(found)
		require.InDelta(t, 10, r.reference, 1e-9)
		require.Equal(t, figure{40, 4}, r.base)
		require.Equal(t, figure{30, 2}, r.now)
		require.Equal(t, [2]float64{2, 2.5}, [2]float64{r.low, r.high})
		require.InDelta(t, 0.5, r.change, 1e-9)
		require.Equal(t, "yes", r.met())
	})
	t.Run("over a tree's own reference", func(t *testing.T) {
		t.Parallel()
		r := comparison{program: "p", reference: "in", ownReference: true, of: own, over: true}.row(found)
		require.InDelta(t, 24, r.reference, 1e-9)
		require.Equal(t, figure{20, 2}, r.base)
		require.Equal(t, figure{4, 1.25}, r.now)
	})
	t.Run("without the base", func(t *testing.T) {
		t.Parallel()
		r := comparison{program: "p", of: own}.row(samples{"p now": values(1, 3)})
		require.True(t, math.IsNaN(r.base.value))
		require.True(t, math.IsNaN(r.change))
		require.InDelta(t, 2, r.now.value, 1e-9)
		require.True(t, math.IsNaN(r.now.ratio))
	})
}

func TestWriteTable(t *testing.T) {
	t.Parallel()
	rows := []row{
		{name: "1  wall", unit: "ms", reference: 10, base: figure{40, 4}, now: figure{12.5, 1.25}, low: 1.2, high: 1.3, change: 0.3125, goal: goal{ratio: 1.5}},
		plainRow("7  size", "bytes", nil, []float64{58422}, goal{value: 12288}),
	}
	var table, tsv strings.Builder
	require.NoError(t, writeTable(&table, "abc", rows))
	require.Equal(t, `         unit   reference  abc       this tree    middle half     this/abc  goal     met
1  wall  ms     10         40 ×4.00  12.50 ×1.25  ×1.20 to ×1.30  ×0.31     ≤ ×1.50  yes
7  size  bytes             -         58422        58422 to 58422            ≤ 12288  no
`, table.String())
	require.NoError(t, writeTSV(&tsv, rows))
	require.Equal(t, "row\tunit\treference\tbase\tbase ratio\tnow\tnow ratio\tlow\thigh\tnow/base\tgoal\tgoal ratio\tmet\n"+
		"1  wall\tms\t10\t40\t4\t12.5\t1.25\t1.2\t1.3\t0.3125\t0\t1.5\tyes\n"+
		"7  size\tbytes\t\t\t\t58422\t\t58422\t58422\t\t12288\t0\tno\n", tsv.String())
}

func TestReports(t *testing.T) {
	t.Parallel()
	const good = `{"runtimes": [{"status": "ok"}, {"status": "ok"}]}`
	size, err := reportOf("ok", 2)([]byte(good), time.Time{})
	require.NoError(t, err)
	require.InDelta(t, len(good), size, 0)
	for name, c := range map[string]struct {
		output   string
		runtimes int
	}{
		"no report":         {"words", 2},
		"too few runtimes":  {good, 3},
		"a runtime crashed": {`{"runtimes": [{"status": "crashed"}]}`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := reportOf("ok", c.runtimes)([]byte(c.output), time.Time{})
			require.Error(t, err)
		})
	}
}

func TestSinceCrash(t *testing.T) {
	t.Parallel()
	ms, err := sinceCrash([]byte(`{"runtimes": [{"status": "crashed", "log": "pid: 7\nnow: 1000000000\n"}]}`), time.Unix(1, 25_000_000))
	require.NoError(t, err)
	require.InDelta(t, 25, ms, 1e-9)
	for _, output := range []string{`{"runtimes": [{"status": "crashed", "log": null}]}`, `{"runtimes": [{"status": "crashed", "log": "pid: 7"}]}`, `{"runtimes": [{"status": "ok", "log": "now: 1"}]}`} {
		_, err := sinceCrash([]byte(output), time.Unix(1, 0))
		require.Error(t, err, output)
	}
}
