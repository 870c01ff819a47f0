// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package demand

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/reasons"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/requirement"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Stdin is the name for standard input, and stdinName what it is called in answers.
const (
	Stdin     = "-"
	stdinName = "standard input"
)

// Read reads files with requirements. Their names are paths, or Stdin once.
func Read(names []string, stdin io.Reader) ([]requirement.File, error) {
	var files []requirement.File
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return nil, fmt.Errorf("%s: it is named twice: name it once", name)
		}
		file, err := readOne(name, stdin)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

func readOne(name string, stdin io.Reader) (requirement.File, error) {
	switch name {
	case "":
		return requirement.File{}, errors.New("name a file, or - for standard input")
	case Stdin:
		return parse(stdinName, stdin)
	}
	file, err := os.Open(name)
	if err != nil {
		return requirement.File{}, err
	}
	defer file.Close()
	return parse(name, file)
}

func parse(name string, from io.Reader) (requirement.File, error) {
	data, err := io.ReadAll(io.LimitReader(from, requirement.MaxSize+1))
	if err != nil {
		return requirement.File{}, err
	}
	return requirement.Parse(name, data)
}

// Table has a row for each requirement.
func Table(answer requirement.Answer) prose.Table {
	t := prose.Table{Kind: "requirement", Header: []string{"VERDICT", "FROM", "REQUIREMENT", "FOR", "BECAUSE"}}
	for _, j := range answer.Requirements {
		from := "command line"
		if j.File != nil {
			from = *j.File
		}
		t.Rows = append(t.Rows, []string{j.Verdict.Words(), from, j.Requirement, prose.OrEmpty(j.Purpose), j.Because})
	}
	return t
}

// maxMissing is how many requirements Missing names.
const maxMissing = 3

// Missing says in one line which requirements are not satisfied, and why.
func Missing(answer requirement.Answer) string {
	var texts []string
	for _, j := range answer.Requirements {
		if j.Verdict != requirement.Satisfied {
			texts = append(texts, fmt.Sprintf("%s: %s: %s", j.Requirement, j.Verdict.Words(), j.Because))
		}
	}
	if more := len(texts) - maxMissing; more > 0 {
		texts = append(texts[:maxMissing], fmt.Sprintf("and %d more", more))
	}
	return prose.Printable(strings.Join(texts, "; "))
}

// Unsupported says of each mode that is not supported why it is not.
func Unsupported(found *report.Report, modes []webxr.SessionMode) []string {
	var texts []string
	for _, answered := range found.Modes {
		if slices.Contains(modes, answered.Mode) && answered.Support != report.Supported {
			texts = append(texts, fmt.Sprintf("%s is %s: %s", answered.Mode, answered.Support, prose.Printable(reasons.Of(answered))))
		}
	}
	return texts
}
