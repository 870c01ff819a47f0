// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report_test

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

func TestRead_ReturnsWhatWasWritten(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{"alone": "", "behind a byte order mark": "\uFEFF"} {
		var text bytes.Buffer
		text.WriteString(before)
		require.NoError(t, full().Write(&text), name)
		back, err := report.Read(&text)
		require.NoError(t, err, name)
		require.Equal(t, full(), back, name)
	}
}

func TestRead_ReadsTheFirstReports(t *testing.T) {
	t.Parallel()
	samples, err := filepath.Glob(filepath.Join("testdata", "v1", "*.report.json"))
	require.NoError(t, err)
	require.NotEmpty(t, samples)
	for _, path := range samples {
		_, err := report.Read(bytes.NewReader(readFirst(t, filepath.Base(path))))
		require.NoError(t, err, path)
	}
}

// A later version may add keys and fill those that are reserved.
func TestRead_DropsKeysOfLaterVersions(t *testing.T) {
	t.Parallel()
	r, err := report.Read(strings.NewReader(`{"schema": "xrprobe.report/1", "weather": {"rain": true}, "layers": [{"id": "a"}], "runtimes": [{"id": "monado", "mood": 3}]}`))
	require.NoError(t, err)
	require.Equal(t, "monado", r.Runtimes[0].ID)
	require.NotNil(t, r.Problems)
	require.Equal(t, report.Host{FormFactor: report.FormFactorUnknown, Evidence: []string{}}, r.Host)
}

func TestRead_SaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	const schema = `"schema": "xrprobe.report/1"`
	for text, want := range map[string]string{
		"":              "line 1, column 1: this is not JSON: unexpected end of JSON input",
		"no":            "line 1, column 2: this is not JSON: invalid character 'o' in literal null (expecting 'u')",
		"[]":            "line 1, column 1: this array does not fit here",
		"null":          `schema: it is "", and this version reads "xrprobe.report/1": write one with xrprobe --json`,
		"{}":            `schema: it is "", and this version reads "xrprobe.report/1": write one with xrprobe --json`,
		`{"schema": 1}`: `schema: it is "", and this version reads "xrprobe.report/1": write one with xrprobe --json`,
		`{"schema": "xrprobe.report/2", "runtimes": 7}`:                                            `schema: it is "xrprobe.report/2", and this version reads "xrprobe.report/1": write one with xrprobe --json`,
		"{" + schema + ",\n  \"runtimes\": [}":                                                     "line 2, column 16: this is not JSON: invalid character '}' looking for beginning of value",
		"{" + schema + "}\n{" + schema + "}":                                                       "line 2, column 1: this is not JSON: invalid character '{' after top-level value",
		"{" + schema + ",\n \"runtimes\": [{\"id\": 7}]}":                                          "line 2, column 22: runtimes.id: this number does not fit here",
		"{" + schema + ",\n \"generated\": 7}":                                                     "line 2, column 15: generated: Time.UnmarshalJSON: input is not a JSON string",
		"{" + schema + `, "runtimes": [{"systems": [{"properties": [{"values": {"a": null}}]}]}]}`: "line 1, column 44: runtimes: a property's member has a value, and null is none",
		"\xff\xfe{\x00": "it is UTF-16, as PowerShell's > writes it: write it with xrprobe --json | Out-File -Encoding utf8",
	} {
		_, err := report.Read(strings.NewReader(text))
		require.ErrorIs(t, err, report.ErrNotReport, text)
		require.EqualError(t, err, want, text)
	}
}

func TestRead_IsBounded(t *testing.T) {
	t.Parallel()
	endless := io.MultiReader(strings.NewReader(`{"schema": "`), endlessSpaces{})
	_, err := report.Read(endless)
	require.ErrorIs(t, err, report.ErrNotReport)
	require.EqualError(t, err, "it is too long: a report has at most 16777216 bytes")
	broken := errors.New("unplugged")
	_, err = report.Read(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
}

type endlessSpaces struct{}

func (endlessSpaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
