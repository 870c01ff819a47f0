// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/requirement"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
)

// requirementsDirectory has the requirements of real programs.
const requirementsDirectory = "../../testdata/requirements"

// checkAnswer checks the last standard output against the schema of what check prints.
func checkAnswer(ts *testscript.TestScript, _ bool, _ []string) {
	var schema jsonschema.Schema
	ts.Check(json.Unmarshal(requirement.AnswerJSONSchema(), &schema))
	resolved, err := schema.Resolve(nil)
	ts.Check(err)
	var value any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &value))
	ts.Check(resolved.Validate(value))
}

// Each data sheet is judged by the requirements of each real program. -update rewrites the list.
func TestRequirements_OfRealProgramsOnEachSheet(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(requirementsDirectory + "/*.json")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 2)
	var list strings.Builder
	for _, sheet := range devices.Names() {
		for _, file := range files {
			var stdout bytes.Buffer
			code := run(t.Context(), []string{"check", "-o", "jsonl", "-q", "--simulate", sheet, "--require", file}, &stdout, io.Discard)
			var answer requirement.Answer
			require.NoError(t, json.Unmarshal(stdout.Bytes(), &answer))
			fmt.Fprintf(&list, "%s %s: %s, exit code %d\n", sheet, strings.TrimSuffix(filepath.Base(file), ".json"), answer.Verdict.Words(), code)
		}
	}
	const golden = "testdata/requirements.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(list.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), list.String())
}
