// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep Chromium's reader of JSON follows values into each other (base/json/json_parser.h).
const maxDepth = 200

// parse reads a manifest as Chromium does: as JSON by RFC 8259 without any licence, and then for the library and SteamVR's mark alone. A
// byte order mark is skipped.
func (k *Hook) parse(data []byte) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if k.Unreadable = strictFault(data); k.Unreadable != "" {
		return
	}
	var root, runtime map[string]json.RawMessage
	switch {
	case json.Unmarshal(data, &root) != nil || root == nil:
		k.Unreadable = "holds no JSON object"
		return
	case json.Unmarshal(root["runtime"], &runtime) != nil || runtime == nil:
		k.Unreadable = `has no object "runtime"`
		return
	case json.Unmarshal(runtime["library_path"], &k.Written) != nil || k.Written == "":
		k.Written, k.Unreadable = "", `has no text "library_path"`
		return
	}
	_ = json.Unmarshal(runtime["VALVE_runtime_is_steamvr"], &k.SteamVR) // what is no boolean does not count
}

// strictFault says where a text is no JSON by RFC 8259, as the end of a sentence, or returns "".
func strictFault(data []byte) string {
	if !utf8.Valid(data) {
		return "is not UTF-8"
	}
	var syntax *json.SyntaxError
	err := json.Unmarshal(data, new(json.RawMessage))
	switch {
	case errors.As(err, &syntax):
		at := max(int(syntax.Offset)-1, 0)
		if strings.Contains(syntax.Error(), "unexpected end") {
			at = len(data)
		}
		line, column := position(data, at)
		return fmt.Sprintf("is not strict JSON: line %d, column %d: %s", line, column, fault(data, at))
	case err != nil:
		return "is not strict JSON"
	case depth(data) > maxDepth:
		return fmt.Sprintf("nests values more than %d levels deep", maxDepth)
	}
	return ""
}

// position returns the line and the column of an offset. A column counts characters.
func position(data []byte, at int) (line, column int) {
	before := data[:min(at, len(data))]
	last := bytes.LastIndexByte(before, '\n')
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[last+1:]) + 1
}

// fault names what the Khronos loader accepts and a strict reader does not.
func fault(data []byte, at int) string {
	switch {
	case at >= len(data):
		return "the text ends too early"
	case data[at] == '/':
		return "a comment"
	case (data[at] == '}' || data[at] == ']') && bytes.HasSuffix(bytes.TrimRight(data[:at], " \t\r\n"), []byte(",")):
		return "a comma with nothing behind it"
	case data[at] < ' ':
		return "a raw control character"
	}
	return "this is not allowed there"
}

// depth returns how deep values of a valid text are in each other.
func depth(data []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}
