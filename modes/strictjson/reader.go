// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package strictjson

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Reader decodes JSON documents. The zero value is ready to use.
type Reader struct {
	// File is the document's name in errors.
	File string
	// Hint ends the text of errors about fields that are unknown or do not fit. It says
	// where the right ones are listed, such as "see `xrprobe schema sheet`".
	Hint string
}

// Unmarshal decodes the one JSON value in data into the value that into points to. Names of
// members are those of the struct tags of encoding/json. The error is an [*Error].
//
// A method UnmarshalJSON may call Unmarshal with its part of the document: the error of the
// outer call then has the whole path and the place in the whole document.
func (r Reader) Unmarshal(data []byte, into any) error {
	decoder := jsontext.NewDecoder(bytes.NewBuffer(data))
	if err := json.UnmarshalDecode(decoder, into, json.RejectUnknownMembers(true)); err != nil {
		return r.explain(data, err)
	}
	end := int(decoder.InputOffset())
	if rest := bytes.TrimLeft(data[end:], " \t\r\n"); len(rest) > 0 {
		return r.at(data, len(data)-len(rest), &Error{Text: "something follows the JSON value: remove it", Err: ErrNotJSON})
	}
	return nil
}

// Mistake returns the error for a value that could be decoded and cannot be as it is. The
// place is that of the value at the path in data, or of the nearest value around it.
func (r Reader) Mistake(data []byte, field, text string) *Error {
	return r.at(data, offsetOf(data, field), &Error{Field: field, Text: text})
}

// at completes an error with the file and the place of a byte in it.
func (r Reader) at(data []byte, offset int, e *Error) *Error {
	e.File = r.File
	e.Line, e.Column = position(data, offset)
	return e
}

// explain says where and why the data could not be decoded.
func (r Reader) explain(data []byte, err error) *Error {
	var semantic *json.SemanticError
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &semantic):
		e := r.misfit(semantic)
		return r.at(data, offsetOf(data, e.Field), e)
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return r.at(data, len(data), &Error{Text: "not valid JSON: it ends too early", Err: ErrNotJSON})
	case errors.As(err, &syntax):
		return r.at(data, int(syntax.ByteOffset), &Error{
			Field: dotted(syntax.JSONPointer), Text: "not valid JSON: " + syntax.Err.Error(), Err: ErrNotJSON,
		})
	default:
		return r.at(data, len(data), &Error{Text: err.Error(), Err: ErrNotJSON})
	}
}

// misfit says what is wrong with a value that is JSON but that the Go type has no room for.
func (r Reader) misfit(err *json.SemanticError) *Error {
	field := dotted(err.JSONPointer)
	var inner *Error
	switch {
	case errors.As(err.Err, &inner):
		return &Error{Field: join(field, inner.Field), Text: inner.Text, Err: inner.Err}
	case errors.Is(err.Err, json.ErrUnknownName):
		return &Error{Field: field, Text: "there is no such field" + r.hint(), Err: ErrUnknownField}
	case err.GoType != nil:
		return &Error{Field: field, Text: "this " + kindName(err.JSONKind) + " does not fit here" + r.hint(), Err: ErrType}
	default:
		return &Error{Field: field, Text: err.Err.Error(), Err: ErrType}
	}
}

func (r Reader) hint() string {
	if r.Hint == "" {
		return ""
	}
	return "; " + r.Hint
}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case jsontext.KindNull:
		return "null"
	case jsontext.KindTrue, jsontext.KindFalse:
		return "boolean"
	case jsontext.KindString:
		return "string"
	case jsontext.KindNumber:
		return "number"
	case jsontext.KindBeginObject:
		return "object"
	case jsontext.KindBeginArray:
		return "list"
	default:
		return "value"
	}
}
