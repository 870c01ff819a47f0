// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package testdata

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Edit is a piece of code, which its file has once, and what stands there instead.
type Edit struct{ File, Code, Instead string }

// Overlay returns the path of what `go test -overlay` reads to build the module, whose
// folder is given, with edits that no file on the disk knows of.
func Overlay(t testing.TB, module string, edits []Edit) string {
	t.Helper()
	folder := t.TempDir()
	replaced := map[string]string{}
	for _, edit := range edits {
		file, err := filepath.Abs(filepath.Join(module, edit.File))
		if err != nil {
			t.Fatal(err)
		}
		edited := filepath.Join(folder, strings.ReplaceAll(edit.File, "/", "_"))
		from := file
		if replaced[file] != "" {
			from = edited
		}
		content := strings.Replace(edit.source(t, from), edit.Code, edit.Instead, 1)
		if err := os.WriteFile(edited, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		replaced[file] = edited
	}
	content, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "overlay.json")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Check fails the test where the file does not have the edit's code exactly once.
func (e Edit) Check(t testing.TB, module string) {
	t.Helper()
	e.source(t, filepath.Join(module, e.File))
}

func (e Edit) source(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(content), e.Code); n != 1 {
		t.Fatalf("%s has %q %d times, and should have it once", path, e.Code, n)
	}
	return string(content)
}
