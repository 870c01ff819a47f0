// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package registry

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// value reads a line that sets or deletes a value, and the lines that continue it.
func (p *parser) value(line string) *FileError {
	name, rest, err := p.name(line)
	switch {
	case err != nil:
		return err
	case p.key == "":
		return p.fail("a value stands before the first key", `write the key above it, as in [HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1]`)
	case p.deleted:
		return p.fail("a value stands below a key that is deleted", "name the key once more, without the minus sign")
	case utf8.RuneCountInString(name) > maxName:
		return p.fail(fmt.Sprintf("the name of the value has more than %d characters", maxName), "shorten it")
	}
	rest, found := strings.CutPrefix(strings.TrimSpace(rest), "=")
	if !found {
		return p.fail("no = follows the name of the value", `write "NAME"="TEXT" or "NAME"=dword:00000000`)
	}
	rest = strings.TrimSpace(rest)
	if deletes, ok := strings.CutPrefix(rest, "-"); ok && isComment(deletes) {
		p.into.unset(p.key, name)
		return nil
	}
	v, err := p.data(rest)
	if err != nil {
		return err
	}
	v.Name = name
	p.into.set(p.key, v)
	return nil
}

// name reads the name of a value, "@" for the default value, and returns what follows it.
func (p *parser) name(line string) (name, rest string, err *FileError) {
	if rest, found := strings.CutPrefix(line, "@"); found {
		return "", rest, nil
	}
	if !strings.HasPrefix(line, `"`) {
		return "", "", p.fail("the line is neither a key, a value nor a comment", `write "NAME"=..., @=... for the default value, or ; before a comment`)
	}
	return p.quoted(line)
}

// quoted reads a text between quotation marks, which may go on in the next lines, and returns what follows it.
func (p *parser) quoted(line string) (text, rest string, err *FileError) {
	begin := p.next
	var b strings.Builder
	for i := 1; ; i++ {
		if i >= len(line) {
			if p.next >= len(p.lines) {
				return "", "", p.failAt(begin, "the text has no end", `end it with a quotation mark: a backslash before one, as in "C:\dir\", has to be doubled`)
			}
			b.WriteByte('\n')
			line, i = strings.TrimSuffix(p.lines[p.next], "\r"), -1
			p.next++
			continue
		}
		switch c := line[i]; {
		case c == '"':
			if text = b.String(); !utf8.ValidString(text) {
				return "", "", p.failAt(begin, "the text is not UTF-8", exportAgain)
			}
			return text, line[i+1:], nil
		case c != '\\':
			b.WriteByte(c)
		case i+1 < len(line) && (line[i+1] == '\\' || line[i+1] == '"'):
			i++
			b.WriteByte(line[i])
		default:
			return "", "", p.fail("a backslash in a text is not doubled, so importers lose the value or a part of it", `write every backslash twice, as in "C:\\dir\\file.json"`)
		}
	}
}

// data reads what a value is set to.
func (p *parser) data(rest string) (Value, *FileError) {
	if strings.HasPrefix(rest, `"`) {
		text, after, err := p.quoted(rest)
		if err == nil && !isComment(after) {
			err = p.fail(fmt.Sprintf("%q follows the text", strings.TrimSpace(after)), `write a quotation mark inside the text as \", or remove what follows`)
		}
		return Value{Kind: String, Data: TextData(text)}, err
	}
	word, digits, found := strings.Cut(rest, ":")
	lower := strings.ToLower(word)
	switch {
	case !found:
		return Value{}, p.fail(fmt.Sprintf("%q is no value", rest), `write "TEXT", dword:00000000 or hex:00,01`)
	case word != lower:
		return Value{}, p.fail(fmt.Sprintf("%q has capital letters, so some importers lose the value", word), "write "+lower)
	case word == "dword":
		return p.dword(digits)
	case word == "hex", strings.HasPrefix(word, "hex(") && strings.HasSuffix(word, ")"):
		return p.hex(word, digits)
	}
	return Value{}, p.fail(fmt.Sprintf("there is no type %q", word), "use a text between quotation marks, dword, hex, or hex(N) with the number of the type")
}

// dword reads a number of up to eight hexadecimal digits.
func (p *parser) dword(digits string) (Value, *FileError) {
	digits, _, _ = strings.Cut(digits, ";")
	digits = strings.TrimSpace(digits)
	number, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) > 8 {
		return Value{}, p.fail(fmt.Sprintf("%q is no number of up to eight hexadecimal digits, so importers lose the value", digits), "write dword: and eight digits, as in dword:00000000")
	}
	return Value{Kind: DWord, Data: binary.LittleEndian.AppendUint32(nil, uint32(number))}, nil
}

// hex reads bytes, which a backslash at the end of a line continues in the next one.
func (p *parser) hex(word, digits string) (Value, *FileError) {
	kind := Binary
	if number, given := strings.CutPrefix(word, "hex("); given {
		n, err := strconv.ParseUint(strings.TrimSuffix(number, ")"), 16, 32)
		if err != nil {
			return Value{}, p.fail(fmt.Sprintf("%q names no type", word), "write the number of the type in hexadecimal digits, as in hex(2)")
		}
		kind = Kind(n)
	}
	var data []byte
	for {
		digits, _, _ = strings.Cut(digits, ";")
		list, goesOn := strings.CutSuffix(strings.TrimSpace(digits), `\`)
		for item := range strings.SplitSeq(list, ",") {
			if item = strings.TrimSpace(item); item == "" {
				continue
			}
			number, err := strconv.ParseUint(item, 16, 8)
			if err != nil || len(item) > 2 {
				return Value{}, p.fail(fmt.Sprintf("%q is no byte of two hexadecimal digits", item), "write bytes with commas between them, as in hex:00,ff")
			}
			data = append(data, byte(number))
		}
		if !goesOn {
			break
		}
		if p.next >= len(p.lines) {
			return Value{}, p.fail("a backslash continues the bytes, and no line follows", "remove the backslash, or export the file again")
		}
		digits = p.lines[p.next]
		p.next++
	}
	return p.typed(kind, data)
}

// typed checks the size of a number, and widens the strings of a file in a code page.
func (p *parser) typed(kind Kind, data []byte) (Value, *FileError) {
	if p.ansi && slices.Contains([]Kind{String, ExpandString, MultiString}, kind) {
		wide := make([]byte, 0, 2*len(data))
		for _, b := range data {
			if b >= utf8.RuneSelf {
				return Value{}, p.fail("the text has letters of a code page that the file does not name", "export it as \""+headerWide+"\", which is UTF-16")
			}
			wide = append(wide, b, 0)
		}
		data = wide
	}
	return Value{Kind: kind, Data: data}, nil
}
