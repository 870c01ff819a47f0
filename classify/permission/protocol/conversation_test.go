// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The files in testdata/conversations are read aloud: the client says what stands behind
// ">", time passes by what stands behind "+", what is connected stands behind "plug", and
// what was said stands behind "<" and its time. A profile of the tree is named by @.
// go test -update writes the answers anew.
func TestProtocol_Conversations(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/conversations/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			got := aloud(t, string(want))
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
				return
			}
			require.Equal(t, string(want), got)
		})
	}
}

// aReport is the beginning of a report, whose rest is the report's own matter.
var aReport = regexp.MustCompile(`("report":\{"schema":"[^"]+").*`)

// aloud holds a conversation, and returns it with what was said.
func aloud(t *testing.T, text string) string {
	t.Helper()
	valid := validMessage(t)
	w := newTalk(t, 1, func(c *Config) { c.Reports = strings.HasPrefix(text, "# With reports.") })
	var out strings.Builder
	for line := range strings.Lines(text) {
		kind, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if kind == "<" {
			continue
		}
		out.WriteString(line)
		switch kind {
		case ">":
			said := profileNamed.ReplaceAllStringFunc(rest, func(name string) string { return profileOf(t, name[1:]) })
			w.says(said)
		case "+":
			d, err := time.ParseDuration(rest)
			require.NoError(t, err)
			w.wait(d)
		case "plug":
			r, known := plugs()[rest]
			require.True(t, known, rest)
			w.plug(r)
		case "#", "":
		default:
			require.Fail(t, "a line of no known kind", line)
		}
		for _, heard := range w.heard() {
			_, message, _ := strings.Cut(heard, " ")
			require.NoError(t, valid(message), message)
			out.WriteString("< " + aReport.ReplaceAllString(heard, "$1, and so on") + "\n")
		}
	}
	return out.String()
}
