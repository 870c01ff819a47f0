// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/report"
)

// The files in testdata/v1 are what the first release with "xrprobe.report/1" wrote and
// promised. They never change; what does not fit them any more is xrprobe.report/2.
func frozen(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "v1", name))
	require.NoError(t, err)
	return data
}

// Whoever reads reports by the first schema can read those of today.
func TestTodaysReportsFitTheFirstSchema(t *testing.T) {
	t.Parallel()
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(frozen(t, "schema.json"), &schema))
	first, err := schema.Resolve(nil)
	require.NoError(t, err)
	require.NoError(t, first.Validate(written(t, full())))
}

// Today's program reads the first reports, and loses nothing that was in them.
func TestTheFirstReportsAreReadWhole(t *testing.T) {
	t.Parallel()
	samples, err := filepath.Glob(filepath.Join("testdata", "v1", "*.report.json"))
	require.NoError(t, err)
	require.NotEmpty(t, samples)
	for _, path := range samples {
		sample := frozen(t, filepath.Base(path))
		decoder := json.NewDecoder(bytes.NewReader(sample))
		decoder.DisallowUnknownFields()
		var r report.Report
		require.NoError(t, decoder.Decode(&r), path)
		var was any
		require.NoError(t, json.Unmarshal(sample, &was))
		requireKept(t, path, was, written(t, &r))
	}
}

// requireKept checks that all of was is in is, which may have more keys.
func requireKept(t *testing.T, at string, was, is any) {
	t.Helper()
	switch was := was.(type) {
	case map[string]any:
		now, isObject := is.(map[string]any)
		require.True(t, isObject, at)
		for key, value := range was {
			require.Contains(t, now, key, at)
			requireKept(t, at+"."+key, value, now[key])
		}
	case []any:
		now, isList := is.([]any)
		require.True(t, isList, at)
		require.Len(t, now, len(was), at)
		for i := range was {
			requireKept(t, at+"[]", was[i], now[i])
		}
	default:
		require.Equal(t, was, is, at)
	}
}
