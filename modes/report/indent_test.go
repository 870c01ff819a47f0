// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

func indented(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, report.Indent(&out, []byte(text)))
	return out.String()
}

func TestIndent_PutsRowsOnLines(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 190)
	for text, want := range map[string]string{
		`7`:                             `7`,
		`"a, b: {"`:                     `"a, b: {"`,
		`{}`:                            `{}`,
		`[ ]`:                           `[]`,
		`{"a":1}`:                       "{\n  \"a\": 1\n}",
		`[1,"\\",true,null]`:            "[\n  1,\n  \"\\\\\",\n  true,\n  null\n]",
		`{"a":{"b":[1,2],"c":{}}}`:      "{\n  \"a\": {\"b\": [1, 2], \"c\": {}}\n}",
		`{"a":[{"b":1},{"b":"\""}]}`:    "{\n  \"a\": [\n    {\"b\": 1},\n    {\"b\": \"\\\"\"}\n  ]\n}",
		`{"a":{"b":[{}]}}`:              "{\n  \"a\": {\n    \"b\": [\n      {}\n    ]\n  }\n}",
		`{"a":["` + long + `"]}`:        "{\n  \"a\": [\"" + long + "\"]\n}",
		`{"a":["` + long + `",123456]}`: "{\n  \"a\": [\n    \"" + long + "\",\n    123456\n  ]\n}",
	} {
		require.Equal(t, want, indented(t, text))
	}
}

func TestIndent_RefusesWhatIsNoJSON(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{", `{"a"}`, "[1,]", "1 2"} {
		require.Error(t, report.Indent(&bytes.Buffer{}, []byte(text)), text)
	}
}

// A report is printed in this form, ends with a newline, and reads back.
func TestWrite_PrintsRowsOnLines(t *testing.T) {
	t.Parallel()
	var line, lines bytes.Buffer
	require.NoError(t, full().WriteLine(&line))
	require.NoError(t, full().Write(&lines))
	require.Equal(t, indented(t, line.String())+"\n", lines.String())
	require.Contains(t, lines.String(), "\n        {\"name\": \"XR_X\", \"version\": 1}\n")
	require.JSONEq(t, line.String(), lines.String())
}

// Only the spaces between tokens change, and each line is at most as long as it must be.
func FuzzIndent(f *testing.F) {
	sample, err := os.ReadFile(filepath.Join("testdata", "v1", "nothing.report.json"))
	require.NoError(f, err)
	f.Add(sample)
	f.Add([]byte(`{"a":["` + strings.Repeat("x", 195) + `",[],[7]]}`))
	f.Add([]byte(`{"a":[[1,-2e3],[{"b\"":"\\"}],""],"c":{"d":{"e":{}}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var compact, out, again, back bytes.Buffer
		if json.Compact(&compact, text) != nil {
			require.Error(t, report.Indent(&out, text))
			return
		}
		require.NoError(t, report.Indent(&out, text))
		require.NoError(t, json.Compact(&back, out.Bytes()))
		require.Equal(t, compact.String(), back.String())
		require.NoError(t, report.Indent(&again, out.Bytes()))
		require.Equal(t, out.String(), again.String())
	})
}
