// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// loaderDialect is about rule R1: the loader's JSON is that of jsoncpp. Other programs that manage layers read JSON strictly.
var loaderDialect = lint.Linter{
	ID:       "layer_manifest_dialect",
	Explain:  "The loader reads an API layer's manifest, and programs that read JSON strictly do not.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		if layer.Err != nil {
			return nil
		}
		data, err := l.Host.ReadFile(layer.Path)
		if err != nil || json.Valid(data) {
			return nil
		}
		line, what := firstFault(data)
		return problem("layer_manifest_dialect", report.SeverityInfo,
			fmt.Sprintf("The manifest of %s is not JSON: line %d has %s. The loader reads it, and other programs, such as those that order layers, may not.", called(layer), line, what),
			fmt.Sprintf("In %s, write strict JSON: without comments, and without commas before a closing bracket.", layer.Path))
	}),
}

// byteOrderMark is what some editors write before UTF-8.
var byteOrderMark = []byte("\ufeff")

// firstFault says which line of a text is the first that is not strict JSON, and what is there.
func firstFault(data []byte) (line int, what string) {
	if bytes.HasPrefix(data, byteOrderMark) {
		return 1, "a byte order mark"
	}
	var syntax *json.SyntaxError
	var into any
	if !errors.As(json.Unmarshal(data, &into), &syntax) {
		return 1, "what strict JSON does not allow"
	}
	at := min(max(int(syntax.Offset)-1, 0), len(data)-1)
	line = 1 + bytes.Count(data[:at], []byte("\n"))
	switch data[at] {
	case '/':
		return line, "a comment"
	case '}', ']':
		return line, "a closing bracket after a comma"
	}
	return line, "what strict JSON does not allow"
}
