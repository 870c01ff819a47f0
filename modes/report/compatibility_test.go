// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

// The files in testdata/v1 are what the first release with "xrprobe.report/1" wrote and
// promised. They never change; what does not fit them any more is xrprobe.report/2.
func frozen(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "v1", name))
	require.NoError(t, err)
	return data
}

// The first schema is not to be mended, so that the tests below keep their meaning.
const firstSchemaSHA256 = "2c419f288a0218581916bb16fc618ff56877cf53fb30fe584b2219a4c0a32f76"

func firstSchema(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	text := frozen(t, "schema.json")
	require.Equal(t, firstSchemaSHA256, fmt.Sprintf("%x", sha256.Sum256(text)), "what has changed is another promise: leave it as it was")
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(text, &schema))
	first, err := schema.Resolve(nil)
	require.NoError(t, err)
	return first
}

// Whoever reads reports by the first schema can read those of today.
func TestTodaysReportsFitTheFirstSchema(t *testing.T) {
	t.Parallel()
	require.NoError(t, firstSchema(t).Validate(written(t, full())))
}

// Today's program reads the first reports, and loses nothing that was in them.
func TestTheFirstReportsAreReadWhole(t *testing.T) {
	t.Parallel()
	samples, err := filepath.Glob(filepath.Join("testdata", "v1", "*.report.json"))
	require.NoError(t, err)
	require.NotEmpty(t, samples)
	for _, path := range samples {
		sample := frozen(t, filepath.Base(path))
		var was any
		require.NoError(t, json.Unmarshal(sample, &was))
		require.NoError(t, firstSchema(t).Validate(was), path)
		decoder := json.NewDecoder(bytes.NewReader(sample))
		decoder.DisallowUnknownFields()
		var r report.Report
		require.NoError(t, decoder.Decode(&r), path)
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
