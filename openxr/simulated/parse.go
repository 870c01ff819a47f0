// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ErrSheet matches a [*SheetError].
var ErrSheet = errors.New("the data sheet cannot be used")

// SheetError is what is wrong with a data sheet, and where. Line and Column count from
// one; Field is a path such as "systems[0].name", or empty for the whole sheet. It
// matches [ErrSheet].
type SheetError struct {
	File         string
	Line, Column int
	Field        string
	Text         string
}

func (e *SheetError) Error() string {
	place := fmt.Sprintf("%s:%d:%d: ", e.File, e.Line, e.Column)
	if e.Field != "" {
		place += e.Field + ": "
	}
	return place + e.Text
}

// Is reports whether target is [ErrSheet].
func (e *SheetError) Is(target error) bool { return target == ErrSheet }

// ParseSheet reads a data sheet. The file's name is used for errors alone, which are
// [*SheetError].
func ParseSheet(file string, data []byte) (Sheet, error) {
	var sheet Sheet
	if err := strictly(data, &sheet); err != nil {
		return Sheet{}, undecodable(file, data, err)
	}
	if wrong := sheet.check(); wrong != nil {
		line, column := position(data, offsetOf(data, wrong.field))
		return Sheet{}, &SheetError{File: file, Line: line, Column: column, Field: wrong.field, Text: wrong.text}
	}
	return sheet, nil
}

// strictly decodes JSON in which every key must be known, once.
func strictly(data []byte, into any) error {
	return json.Unmarshal(data, into, json.RejectUnknownMembers(true))
}

// undecodable says where and why the JSON could not be decoded.
func undecodable(file string, data []byte, err error) error {
	var syntax *jsontext.SyntacticError
	var semantic *json.SemanticError
	out := &SheetError{File: file, Text: err.Error()}
	offset := int64(len(data))
	switch {
	case errors.As(err, &semantic):
		out.Field, out.Text = dotted(semantic.JSONPointer), unfit(semantic)
		offset = int64(offsetOf(data, out.Field))
	case errors.Is(err, io.ErrUnexpectedEOF):
		out.Text = "not valid JSON: it ends too early"
	case errors.As(err, &syntax):
		out.Field, out.Text = dotted(syntax.JSONPointer), "not valid JSON: "+syntax.Err.Error()
		offset = syntax.ByteOffset
	}
	out.Line, out.Column = position(data, int(offset))
	return out
}

// unfit says what is wrong with a value that is JSON but not what a sheet has there.
func unfit(err *json.SemanticError) string {
	switch {
	case errors.Is(err.Err, json.ErrUnknownName):
		return "a sheet has no such field; see `xrprobe schema sheet`"
	case err.GoType != nil:
		return fmt.Sprintf("%s does not fit here; see `xrprobe schema sheet`", kindName(err.JSONKind))
	default:
		return err.Err.Error()
	}
}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case 'n':
		return "null"
	case 't', 'f':
		return "a truth value"
	case '"':
		return "a string, or its text,"
	case '0':
		return "a number, or its size,"
	case '{':
		return "an object"
	default:
		return "a list"
	}
}

// dotted writes a JSON pointer as a path: "/systems/0/name" is "systems[0].name".
func dotted(pointer jsontext.Pointer) string {
	var path strings.Builder
	for token := range pointer.Tokens() {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
			path.WriteString("[" + token + "]")
		case path.Len() > 0:
			path.WriteString("." + token)
		default:
			path.WriteString(token)
		}
	}
	return path.String()
}

// offsetOf returns where the value at a path begins, or the nearest one around it that
// is there.
func offsetOf(data []byte, path string) int {
	decoder := jsontext.NewDecoder(bytes.NewReader(data))
	best, longest, wasKey := 0, -1, false
	for {
		begin := int(decoder.InputOffset())
		if _, err := decoder.ReadToken(); err != nil {
			return best
		}
		at := dotted(decoder.StackPointer())
		// A member's value comes right behind its key, under the same path.
		if within(path, at) && (len(at) > longest || wasKey && len(at) == longest) {
			best, longest, wasKey = begin+separators(data[begin:]), len(at), isKey(decoder)
		}
	}
}

// separators counts what stands between two of JSON's tokens.
func separators(data []byte) int { return len(data) - len(bytes.TrimLeft(data, " \t\r\n,:")) }

// isKey reports whether the token that was read last is a member's name.
func isKey(decoder *jsontext.Decoder) bool {
	kind, length := decoder.StackIndex(decoder.StackDepth())
	return kind == '{' && length%2 == 1
}

// within reports whether a path is that of a value, or of something in it.
func within(path, value string) bool {
	rest, found := strings.CutPrefix(path, value)
	return found && (value == "" || rest == "" || rest[0] == '.' || rest[0] == '[')
}

// position returns the line and column of an offset, counted from one.
func position(data []byte, offset int) (line, column int) {
	before := data[:min(offset, len(data))]
	return bytes.Count(before, []byte{'\n'}) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}
