// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package jsoncpp

import "fmt"

// Kind is the type of a Value.
type Kind uint8

// The kinds of values. The dialect has no more than JSON has.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// String returns the kind with its article, ready to stand in a sentence.
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
	// Offset is where the value begins, in bytes from the document's start. [Document.Position] makes a line of it.
	Offset int
	// Text is the decoded text of a String: any bytes, NUL and invalid UTF-8 included. It is empty for other kinds.
	Text string
	// Items are the elements of an Array, in order.
	Items []Value
	// Members are the members of an Object. Of duplicate keys the last one is here.
	Members map[string]Value
}

// Member returns the member of an Object that has the key. It returns false when there is none or v is not an Object.
func (v Value) Member(key string) (Value, bool) {
	member, ok := v.Members[key]
	return member, ok
}

// Remark is something that jsoncpp lets pass and another reader may not.
type Remark struct {
	Offset int
	Text   string
}

// maxRemarks bounds what a hostile file can make us remember.
const maxRemarks = 16

// Document is a parsed document.
type Document struct {
	Root Value
	// Strict is what RFC 8259 does not allow, in the order of the text, at most the first 16.
	Strict []Remark
	// Duplicates are the keys that replaced an earlier one, in the order of the text, at most the first 16.
	Duplicates []Remark

	data []byte
}

// Position returns the line and the column of an offset. Both count from 1; the column counts bytes; a line ends at
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

// SyntaxError says why a document is refused and where.
type SyntaxError struct {
	Line, Column int
	Text         string
	// TooDeep is set when the document is nested deeper than jsoncpp follows. That is not a syntax error to jsoncpp: it
	// throws an exception, which the Khronos loader turns into another result code.
	TooDeep bool
}

// Error returns the sentence with its place.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Text)
}
