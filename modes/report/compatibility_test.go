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

// readFirst reads a file of testdata/v1: a report or the schema of the first release with
// "xrprobe.report/1". These files never change. A report that no longer fits them is
// "xrprobe.report/2".
func readFirst(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "v1", name))
	require.NoError(t, err)
	return data
}

// firstSchemaSHA256 keeps the first schema from being changed, so that the tests below keep
// their meaning.
const firstSchemaSHA256 = "2c419f288a0218581916bb16fc618ff56877cf53fb30fe584b2219a4c0a32f76"

func firstSchema(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	text := readFirst(t, "schema.json")
	require.Equal(t, firstSchemaSHA256, fmt.Sprintf("%x", sha256.Sum256(text)), "the first schema is a promise: leave it as it was")
	var schema jsonschema.Schema
	require.NoError(t, json.Unmarshal(text, &schema))
	first, err := schema.Resolve(nil)
	require.NoError(t, err)
	return first
}

// A program that reads reports by the first schema can read those of today.
func TestReport_FitsTheFirstSchema(t *testing.T) {
	t.Parallel()
	require.NoError(t, firstSchema(t).Validate(written(t, full())))
}

// Today's types read the first reports and lose nothing of them.
func TestReport_ReadsTheFirstReportsWhole(t *testing.T) {
	t.Parallel()
	samples, err := filepath.Glob(filepath.Join("testdata", "v1", "*.report.json"))
	require.NoError(t, err)
	require.NotEmpty(t, samples)
	for _, path := range samples {
		sample := readFirst(t, filepath.Base(path))
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

// requireKept requires that is contains all of was. It may have more keys.
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
