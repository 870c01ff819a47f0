// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package strictjson

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Known returns the paths of the strings, numbers and booleans in a JSON document, in its
// order: of every value that says something. It stops where the document is not valid.
func Known(data []byte) []string {
	var paths []string
	decoder := jsontext.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return paths
		}
		if !isName(decoder) && !strings.ContainsRune("{}[]n", rune(token.Kind())) {
			paths = append(paths, dotted(decoder.StackPointer()))
		}
	}
}

// Within reports whether a path is that of a value, or of something in that value. The path
// "" is that of the whole document.
func Within(path, value string) bool {
	rest, found := strings.CutPrefix(path, value)
	return found && (value == "" || rest == "" || rest[0] == '.' || rest[0] == '[')
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

// join appends a path to the path of the value that it is in.
func join(outer, inner string) string {
	if outer == "" || inner == "" || inner[0] == '[' {
		return outer + inner
	}
	return outer + "." + inner
}

// offsetOf returns where the value at a path begins, or the nearest value around it.
func offsetOf(data []byte, path string) int {
	decoder := jsontext.NewDecoder(bytes.NewReader(data))
	best, longest, wasName := 0, -1, false
	for {
		begin := int(decoder.InputOffset())
		token, err := decoder.ReadToken()
		if err != nil {
			return best
		}
		at := dotted(decoder.StackPointer())
		switch {
		case !Within(path, at):
			leave(decoder, token)
		// A member's value comes right behind its name, under the same path.
		case len(at) > longest || wasName && len(at) == longest:
			best, longest, wasName = begin+separators(data[begin:]), len(at), isName(decoder)
		}
	}
}

// leave reads to the end of the object or list that the token begins. It keeps offsetOf from
// writing the path of each of many deeply nested values.
func leave(decoder *jsontext.Decoder, token jsontext.Token) {
	if kind := token.Kind(); kind != jsontext.KindBeginObject && kind != jsontext.KindBeginArray {
		return
	}
	for depth := decoder.StackDepth(); decoder.StackDepth() >= depth; {
		if _, err := decoder.ReadToken(); err != nil {
			return
		}
	}
}

// separators counts the bytes between two of JSON's tokens.
func separators(data []byte) int { return len(data) - len(bytes.TrimLeft(data, " \t\r\n,:")) }

// isName reports whether the token that was read last is a member's name.
func isName(decoder *jsontext.Decoder) bool {
	kind, length := decoder.StackIndex(decoder.StackDepth())
	return kind == jsontext.KindBeginObject && length%2 == 1
}

// position returns the line and column of an offset, counted from 1.
func position(data []byte, offset int) (line, column int) {
	before := data[:min(offset, len(data))]
	return bytes.Count(before, []byte{'\n'}) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}
