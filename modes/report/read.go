// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxSize is how many bytes [Read] reads at most: many times what a machine needs.
const MaxSize = 16 << 20

// ErrNotReport matches a [*ReadError].
var ErrNotReport = errors.New("this is not a report")

// ReadError says why a text is not a report that this package can read, and where. It matches
// [ErrNotReport].
type ReadError struct {
	// The line, counted from 1; 0 if the mistake has no place.
	Line int
	// The column in bytes, counted from 1; 0 if the mistake has no place.
	Column int
	// The key whose value is wrong, such as "runtimes.status"; empty for the whole report.
	Field string
	// What is wrong, and what to do.
	Text string
}

// Error returns "line 3, column 7: runtimes: text", without the parts that are not known.
func (e *ReadError) Error() string {
	text := e.Text
	if e.Field != "" {
		text = e.Field + ": " + text
	}
	if e.Line > 0 {
		text = fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, text)
	}
	return text
}

// Is reports whether target is [ErrNotReport].
func (e *ReadError) Is(target error) bool { return target == ErrNotReport }

// Read reads one report, such as "xrprobe --json" writes it: of this version of the format, with
// at most [MaxSize] bytes. It drops keys that it does not know, because a later version of the
// program may have added them. Keys that are missing are unknown, like null. The error is a
// [*ReadError] or the reader's.
func Read(r io.Reader) (*Report, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > MaxSize:
		return nil, &ReadError{Text: fmt.Sprintf("it is too long: a report has at most %d bytes", MaxSize)}
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return nil, &ReadError{Text: "it is UTF-16, as PowerShell's > writes it: write it with xrprobe --json | Out-File -Encoding utf8"}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	// The schema comes first: another version's report would look like a mistake.
	var named struct {
		Schema json.RawMessage `json:"schema"`
	}
	if err := json.Unmarshal(data, &named); err != nil {
		return nil, mistake(data, err)
	}
	var schema string
	if _ = json.Unmarshal(named.Schema, &schema); schema != SchemaName { // a schema that is no string is another one
		return nil, &ReadError{Field: "schema", Text: fmt.Sprintf("it is %q, and this version reads %q: write one with xrprobe --json", schema, SchemaName)}
	}
	var report Report
	if err := json.Unmarshal(data, &report); err != nil {
		return nil, mistake(data, err)
	}
	report.complete()
	return &report, nil
}

// complete fills in what is never null or empty in a report.
func (r *Report) complete() {
	if r.Problems == nil {
		r.Problems = []Problem{}
	}
	if r.Host.Evidence == nil {
		r.Host.Evidence = []string{}
	}
	if r.Host.FormFactor == "" {
		r.Host.FormFactor = FormFactorUnknown
	}
}

// mistake gives an error of package json its place.
func mistake(data []byte, err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return at(data, syntax.Offset-1, "", "this is not JSON: "+syntax.Error())
	case errors.As(err, &wrong):
		return at(data, wrong.Offset-1, wrong.Field, fmt.Sprintf("this %s does not fit here", wrong.Value))
	}
	field, offset := firstWrong(data)
	return at(data, offset, field, err.Error())
}

func at(data []byte, offset int64, field, text string) error {
	before := data[:min(max(offset, 0), int64(len(data)))]
	return &ReadError{
		Line: bytes.Count(before, []byte{'\n'}) + 1, Column: len(before) - bytes.LastIndexByte(before, '\n'),
		Field: field, Text: text,
	}
}

// firstWrong returns the first key of the report whose value cannot be read, and where the
// value begins. It is for errors that do not say it themselves.
func firstWrong(data []byte) (field string, offset int64) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	_, _ = decoder.Token() // the brace: the text is an object
	for decoder.More() {
		key, err := decoder.Token()
		name, isName := key.(string)
		var value json.RawMessage
		if err != nil || !isName || decoder.Decode(&value) != nil {
			return "", 0 // cannot happen: the text is JSON
		}
		one, _ := json.Marshal(map[string]json.RawMessage{name: value})
		if json.Unmarshal(one, new(Report)) != nil {
			return name, decoder.InputOffset() - int64(len(value))
		}
	}
	return "", 0
}
