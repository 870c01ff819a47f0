// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package jsoncpp

import "fmt"

// Kind is the type of a Value.
type Kind uint8

// The kinds of values, which are those of JSON.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// String returns the kind with its article, for use in a sentence.
func (k Kind) String() string {
	switch k {
	case Null:
		return "null"
	case Bool:
		return "a boolean"
	case Number:
		return "a number"
	case String:
		return "a string"
	case Array:
		return "an array"
	case Object:
		return "an object"
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// Value is one value of a document.
type Value struct {
	Kind Kind
	// Offset is the number of bytes before the value. [Document.Position] returns its line and column.
	Offset int
	// Text is the decoded text of a String, which may contain NUL and invalid UTF-8, or a Number as it is written. It is empty
	// for other kinds.
	Text string
	// Items are the elements of an Array, in order.
	Items []Value
	// Members are the members of an Object; nil for every other kind. If a key is repeated, the last one counts.
	Members map[string]Value
}

// Remark is something that jsoncpp accepts and that another reader may refuse.
type Remark struct {
	Offset int
	Text   string
}

// maxRemarks bounds the number of remarks about a hostile file.
const maxRemarks = 16

// Document is a parsed document.
type Document struct {
	Root Value
	// Strict lists what RFC 8259 does not allow, in the order of the text, at most the first 16.
	Strict []Remark
	// Duplicates lists the keys that replaced an earlier one, in the order of the text, at most the first 16.
	Duplicates []Remark

	data []byte
}

// Position returns the line and the column of an offset. Both count from 1, and the column counts bytes. A line ends with
// "\n", "\r\n" or "\r".
func (d Document) Position(offset int) (line, column int) {
	return position(d.data, offset)
}

func position(data []byte, offset int) (line, column int) {
	line, start := 1, 0
	if hasMark(data) {
		start = len(byteOrderMark)
	}
	for i := start; i < min(offset, len(data)); i++ {
		returned := data[i] == '\r' && (i+1 == len(data) || data[i+1] != '\n')
		if data[i] == '\n' || returned {
			line, start = line+1, i+1
		}
	}
	return line, max(offset-start, 0) + 1
}

// SyntaxError says why and where a document is refused.
type SyntaxError struct {
	Line, Column int
	Text         string
	// TooDeep reports whether the document is nested too deeply for jsoncpp. jsoncpp then throws an exception, and the
	// Khronos loader returns another result code than for a syntax error.
	TooDeep bool
}

// Error returns the line, the column and Text.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Text)
}
