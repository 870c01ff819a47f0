// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package manifestlint

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// MisspeltKey names the key that is meant to be a missing one.
var MisspeltKey = lint.Linter{
	ID:      "misspelt_key",
	Explain: "A manifest lacks a key, and has one of nearly the same name, or has it in the wrong place.",
	Reports: []string{loader.CodeManifestFields, loader.CodeManifestVersion},
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		var found []report.Problem
		for _, r := range p.Report.Runtimes {
			if r.Cause == nil || r.Cause.Code != loader.CodeManifestFields && r.Cause.Code != loader.CodeManifestVersion {
				continue
			}
			if text, fix := misspelt(p, r.Manifest); text != "" {
				found = append(found, report.Problem{
					ID: r.Cause.Code, Severity: report.SeverityError, Subject: r.ID, Fix: &fix,
					Text: strings.TrimSuffix(r.Cause.Text, ".") + ": " + text,
				})
			}
		}
		return found
	},
}

// misspelt says which key of a manifest is meant to be the missing one, and the fix; both
// are "" if no key is near.
func misspelt(p *lint.Patient, manifest string) (text, fix string) {
	data, _ := p.Host.ReadFile(manifest) // a manifest that cannot be read has no keys
	var root map[string]json.RawMessage
	if json.Unmarshal(data, &root) != nil {
		return "", "" // only the loader's dialect, in which a key is not looked for
	}
	for _, key := range []string{"file_format_version", "runtime"} {
		if _, there := root[key]; there {
			continue
		}
		return instead(root, key, manifest)
	}
	var runtime map[string]json.RawMessage
	if json.Unmarshal(root["runtime"], &runtime) != nil || runtime["library_path"] != nil {
		return "", ""
	}
	if text, fix = instead(runtime, "library_path", manifest); text == "" && root["library_path"] != nil {
		return "it is outside runtime", "Move \"library_path\" into the braces of \"runtime\" in " + manifest + "."
	}
	return text, fix
}

// instead says which key of an object is near a key that is missing.
func instead(object map[string]json.RawMessage, missing, manifest string) (text, fix string) {
	const maxEdits = 2
	best, least := "", maxEdits+1
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if len(key) > 2*len(missing) {
			continue
		}
		if edits := editsBetween(strings.ToLower(key), missing); edits < least {
			best, least = key, edits
		}
	}
	if best == "" {
		return "", ""
	}
	return fmt.Sprintf("%+q stands in its place", best), fmt.Sprintf("Write %q instead of %+q in %s.", missing, best, manifest)
}

// editsBetween returns how many characters must be inserted, deleted or replaced to get
// from one word to the other.
func editsBetween(from, to string) int {
	source, target := []rune(from), []rune(to)
	row := make([]int, len(target)+1)
	for j := range row {
		row[j] = j
	}
	for i, have := range source {
		diagonal := row[0]
		row[0] = i + 1
		for j, want := range target {
			replaced := diagonal
			if have != want {
				replaced++
			}
			diagonal, row[j+1] = row[j+1], min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(target)]
}
