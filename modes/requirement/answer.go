// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// AnswerSchemaName is the value of an answer's "schema" key.
const AnswerSchemaName = "xrprobe.check/1"

//go:embed check.schema.json
var answerSchema []byte

// AnswerJSONSchema returns the JSON Schema (2020-12) of an answer.
func AnswerJSONSchema() []byte { return append([]byte(nil), answerSchema...) }

// Verdict says whether a requirement is satisfied.
type Verdict string

// The verdicts. Unknown means that the report does not say, whatever the cause.
const (
	Satisfied    Verdict = "satisfied"
	NotSatisfied Verdict = "not_satisfied"
	Unknown      Verdict = "unknown"
)

// Words returns the verdict for people.
func (v Verdict) Words() string { return strings.ReplaceAll(string(v), "_", " ") }

// Answer says of each requirement whether it is satisfied.
type Answer struct {
	// Schema is [AnswerSchemaName].
	Schema string `json:"schema"`
	// Verdict is satisfied if every requirement is, else not_satisfied if one is not, else unknown.
	Verdict Verdict `json:"verdict"`
	// Runtime is the ID of the runtime that was judged; nil if there is none.
	Runtime *string `json:"runtime"`
	// Requirements has a judgement for each requirement, in the order of the files.
	Requirements []Judgement `json:"requirements"`
}

// Judgement says whether one requirement is satisfied, and why.
type Judgement struct {
	// File is the name of the file; nil if the requirement is from none.
	File *string `json:"file"`
	// Path is where in the file the requirement is, such as "requirements[2]"; nil if it is from none.
	Path *string `json:"path"`
	// Requirement says in words what is required.
	Requirement string `json:"requirement"`
	// Purpose says why the program requires it; nil if the file does not say.
	Purpose *string `json:"purpose"`
	// Verdict says whether it is satisfied.
	Verdict Verdict `json:"verdict"`
	// Because says why, as words for people.
	Because string `json:"because"`
	// Parts are the judgements of the parts of "any" and "all", in order; empty if it has none.
	Parts []Judgement `json:"parts"`
}

// Judge judges by a report whether the requirements of files are satisfied: by the active runtime, or by the only one that the
// report is about.
func Judge(r *report.Report, files ...File) Answer {
	s := subjectOf(r)
	answer := Answer{Schema: AnswerSchemaName, Verdict: Satisfied, Requirements: []Judgement{}}
	if s.runtime != nil {
		answer.Runtime = &s.runtime.ID
	}
	for _, f := range files {
		for i, required := range f.Requirements {
			answer.Requirements = append(answer.Requirements, s.judge(required, f.Name, fmt.Sprintf("requirements[%d]", i)))
		}
	}
	answer.Verdict = worst(answer.Requirements)
	return answer
}

// judge judges one requirement of a file; the name is "" if it is from none.
func (s subject) judge(r Requirement, file, path string) Judgement {
	k := r.kind()
	j := Judgement{Requirement: k.text(r), Parts: []Judgement{}}
	if file != "" {
		j.File, j.Path = &file, &path
	}
	if r.Purpose != "" {
		j.Purpose = &r.Purpose
	}
	for i, part := range append(r.Any, r.All...) {
		j.Parts = append(j.Parts, s.judge(part, file, fmt.Sprintf("%s.%s[%d]", path, k.key, i)))
	}
	got := k.judge(r, s)
	j.Verdict, j.Because = got.verdict, got.because
	return j
}

// worst is the verdict of all judgements together.
func worst(all []Judgement) Verdict {
	verdict := Satisfied
	for _, j := range all {
		switch j.Verdict {
		case NotSatisfied:
			return NotSatisfied
		case Unknown:
			verdict = Unknown
		}
	}
	return verdict
}
