// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package known

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		topic  Topic
		engine report.BrowserEngine
		system string
		major  int
		want   report.Verdict
	}{
		{Enabled, report.EngineChromium, "linux", 156, report.VerdictNo},
		{Enabled, report.EngineChromium, "linux", 157, report.VerdictNo},
		{Enabled, report.EngineChromium, "linux", 158, ""},
		{Enabled, report.EngineChromium, "windows", 157, report.VerdictYes},
		{Enabled, report.EngineChromium, "darwin", 157, report.VerdictNo},
		{Enabled, report.EngineChromium, "openbsd", 157, ""},
		{Enabled, report.EngineGecko, "windows", 140, report.VerdictNo},
		{Enabled, report.EngineWebKit, "linux", 2, ""},
		{Navigator, report.EngineChromium, "linux", 78, ""},
		{Navigator, report.EngineChromium, "linux", 79, report.VerdictYes},
		{Navigator, report.EngineGecko, "linux", 160, report.VerdictNo},
		{Navigator, report.EngineServo, "linux", 0, ""},
	} {
		fact, known := Of(row.topic, row.engine, row.system, row.major)
		require.Equal(t, row.want != "", known, row)
		require.Equal(t, row.want, fact.Answer, row)
	}
}

func TestToday(t *testing.T) {
	t.Parallel()
	require.Len(t, Today(report.EngineChromium, 156), 7)
	for _, note := range Today(report.EngineChromium, 157) {
		require.Contains(t, []About{Emulator, Forced}, note.About, "what was seen in 156 is not said of 157")
	}
	require.Empty(t, Today(report.EngineGecko, 156))
	require.Len(t, Notes(Policy, Inline), 3)
}

// Every row is whole, has a source, and no two rows contradict each other.
func TestTables(t *testing.T) {
	t.Parallel()
	for text, cells := range map[string]int{factsTSV: 8, todayTSV: 7} {
		require.Equal(t, strings.Count(text, "\n")-1, len(rows(text, cells)), "every line but the header is a row")
		require.True(t, strings.HasSuffix(text, "\n"))
		for _, row := range rows(text, cells) {
			for _, cell := range row {
				require.NotEmpty(t, strings.TrimSpace(cell), row)
				require.False(t, strings.HasSuffix(cell, "."), row)
			}
			first := map[int]int{8: 3, 7: 2}[cells]
			for _, cell := range row[first : first+2] {
				_, err := strconv.Atoi(cell)
				require.NoError(t, err, row)
			}
		}
	}
	for i, a := range factTable() {
		require.Contains(t, []Topic{Enabled, Navigator}, a.Topic)
		require.Contains(t, []report.Verdict{report.VerdictYes, report.VerdictNo, report.VerdictUnknown}, a.Answer)
		require.Less(t, a.Since, a.Before)
		for _, b := range factTable()[i+1:] {
			same := a.Topic == b.Topic && a.Engine == b.Engine && (a.System == b.System || a.System == "*" || b.System == "*")
			require.False(t, same && a.Since < b.Before && b.Since < a.Before, "%v, %v", a, b)
		}
	}
	for _, note := range noteTable() {
		require.True(t, slices.Contains([]About{Permission, Policy, Inline, Time, Emulator, Forced}, note.About))
		require.Less(t, note.Since, note.Before)
	}
}
