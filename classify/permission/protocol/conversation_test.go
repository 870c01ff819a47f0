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

// The files in testdata/conversations are replayed. A line that begins with ">" is sent by the
// client, "+" lets time pass, "plug" sends a report, and "<" is a line of the server with its
// time. @NAME stands for a profile of testdata. go test -update writes the server's lines.
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
			got := replay(t, string(want))
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
				return
			}
			require.Equal(t, string(want), got)
		})
	}
}

// aReport matches the beginning and the rest of a report. Conversations leave out the rest.
var aReport = regexp.MustCompile(`("report":\{"schema":"[^"]+").*`)

// replay replays a conversation, and returns it with the lines that the server sent.
func replay(t *testing.T, text string) string {
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
			message := profileNamed.ReplaceAllStringFunc(rest, func(name string) string { return profileOf(t, name[1:]) })
			w.send(message)
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
			require.Fail(t, "a line of an unknown kind", line)
		}
		for _, received := range w.received() {
			_, message, _ := strings.Cut(received, " ")
			require.NoError(t, valid(message), message)
			out.WriteString("< " + aReport.ReplaceAllString(received, "$1, and so on") + "\n")
		}
	}
	return out.String()
}
