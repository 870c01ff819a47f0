// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package jsoncpp

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"
)

// maxDepth is jsoncpp's stackLimit. The root has depth 1; at depth 1001 jsoncpp throws an exception.
const maxDepth = 1000

var byteOrderMark = []byte("\xEF\xBB\xBF")

func hasMark(data []byte) bool { return bytes.HasPrefix(data, byteOrderMark) }

// Parse reads the first value of data. The error is a *[SyntaxError]. The document keeps data, so data must not change.
func Parse(data []byte) (Document, error) {
	p := &parser{data: data}
	if hasMark(data) {
		p.strict(0, "there is a byte order mark")
		p.pos = len(byteOrderMark)
	}
	root, err := p.value(1)
	if err != nil {
		return Document{}, err
	}
	p.trailing()
	return Document{Root: root, Strict: p.remarks, Duplicates: p.duplicates, data: data}, nil
}

type parser struct {
	data       []byte
	pos        int
	remarks    []Remark
	duplicates []Remark
}

func (p *parser) strict(offset int, text string) {
	if len(p.remarks) < maxRemarks {
		p.remarks = append(p.remarks, Remark{Offset: offset, Text: text})
	}
}

func (p *parser) duplicate(offset int, key string) {
	if len(p.duplicates) < maxRemarks {
		p.duplicates = append(p.duplicates, Remark{Offset: offset, Text: key})
	}
}

func (p *parser) fail(offset int, text string) *SyntaxError {
	line, column := position(p.data, offset)
	return &SyntaxError{Line: line, Column: column, Text: text}
}

// value reads one value. Like jsoncpp, it checks the depth before it reads anything, so that it reports the depth and not a
// syntax error at that depth.
func (p *parser) value(depth int) (Value, error) {
	if depth > maxDepth {
		err := p.fail(p.pos, "values are nested more than 1000 levels deep")
		err.TooDeep = true
		return Value{}, err
	}
	tok, err := p.token()
	if err != nil {
		return Value{}, err
	}
	v := Value{Offset: tok.offset}
	switch tok.kind {
	case '{':
		v.Kind = Object
		v.Members, err = p.object(depth)
	case '[':
		v.Kind = Array
		v.Items, err = p.array(depth)
	case '"':
		v.Kind = String
		v.Text, err = p.decode(tok)
	case '0':
		v.Kind = Number
		v.Text = string(p.data[tok.offset:tok.end])
		err = p.number(tok)
	case 't', 'f':
		v.Kind = Bool
	case 'n':
		v.Kind = Null
	default:
		err = p.fail(tok.offset, "a value is missing before "+tok.name())
	}
	if err != nil {
		return Value{}, err
	}
	return v, nil
}

func (p *parser) object(depth int) (map[string]Value, error) {
	members := map[string]Value{}
	comma := -1
	for {
		tok, err := p.token()
		if err != nil {
			return nil, err
		}
		if tok.kind == '}' {
			p.trailingComma(comma)
			return members, nil
		}
		if tok.kind != '"' {
			return nil, p.fail(tok.offset, "a key in double quotes or '}' is missing before "+tok.name())
		}
		if err := p.member(members, tok, depth); err != nil {
			return nil, err
		}
		tok, err = p.token()
		if err != nil {
			return nil, err
		}
		switch tok.kind {
		case '}':
			return members, nil
		case ',':
			comma = tok.offset
		default:
			return nil, p.fail(tok.offset, "',' or '}' is missing before "+tok.name())
		}
	}
}

func (p *parser) member(members map[string]Value, name token, depth int) error {
	key, err := p.decode(name)
	if err != nil {
		return err
	}
	colon, err := p.tokenOrComment()
	if err != nil {
		return err
	}
	if colon.kind != ':' {
		return p.fail(colon.offset, "':' is missing before "+colon.name())
	}
	v, err := p.value(depth + 1)
	if err != nil {
		return err
	}
	if _, again := members[key]; again {
		p.duplicate(name.offset, key)
	}
	members[key] = v
	return nil
}

// array accepts ']' after '[' or ',' only if nothing but white space is between them. After a comment there, jsoncpp
// expects a value.
func (p *parser) array(depth int) ([]Value, error) {
	var items []Value
	comma := -1
	for {
		p.skipSpaces()
		if p.peek() == ']' {
			p.pos++
			p.trailingComma(comma)
			return items, nil
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		tok, err := p.token()
		if err != nil {
			return nil, err
		}
		switch tok.kind {
		case ']':
			return items, nil
		case ',':
			comma = tok.offset
		default:
			return nil, p.fail(tok.offset, "',' or ']' is missing before "+tok.name())
		}
	}
}

func (p *parser) trailingComma(offset int) {
	if offset >= 0 {
		p.strict(offset, "there is a comma after the last element")
	}
}

// number refuses what neither jsoncpp's integer reader nor a C++ stream accepts. The integer reader accepts a lone minus
// sign as 0.
func (p *parser) number(tok token) error {
	text := string(p.data[tok.offset:tok.end])
	if _, err := strconv.ParseFloat(text, 64); text != "-" && err != nil && !errors.Is(err, strconv.ErrRange) {
		return p.fail(tok.offset, strconv.Quote(text)+" is not a number")
	}
	if !strictNumber(text) {
		p.strict(tok.offset, "the number "+strconv.Quote(text)+" is not valid JSON")
	}
	return nil
}

// strictNumber reports whether a number that jsoncpp accepts also has the form of RFC 8259, section 6.
func strictNumber(text string) bool {
	if text[0] == '-' {
		text = text[1:]
	}
	if text == "" || !isDigit(text[0]) || (len(text) > 1 && text[0] == '0' && isDigit(text[1])) {
		return false
	}
	for i := range len(text) {
		if text[i] == '.' && (i+1 == len(text) || !isDigit(text[i+1])) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// trailing notes text after the value, which jsoncpp never reads.
func (p *parser) trailing() {
	p.skipSpaces()
	if p.pos < len(p.data) {
		p.strict(p.pos, "there is text after the end of the document")
	}
}

// decode returns the text of a string token.
func (p *parser) decode(tok token) (string, error) {
	raw := p.data[tok.offset+1 : tok.end-1]
	if !utf8.Valid(raw) {
		p.strict(tok.offset, "the string is not valid UTF-8")
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			if raw[i] < ' ' {
				p.strict(tok.offset+1+i, "there is a raw control character in a string")
			}
			out = append(out, raw[i])
			i++
			continue
		}
		text, size, problem := unescape(raw[i:])
		if problem != "" {
			return "", p.fail(tok.offset+1+i, problem)
		}
		out = append(out, text...)
		i += size
	}
	return string(out), nil
}

// unescape decodes the escape sequence at the start of raw and returns its length. The tokenizer has checked that a
// character follows the backslash.
func unescape(raw []byte) (text []byte, size int, problem string) {
	switch raw[1] {
	case '"', '/', '\\':
		return raw[1:2], 2, ""
	case 'b':
		return []byte{'\b'}, 2, ""
	case 'f':
		return []byte{'\f'}, 2, ""
	case 'n':
		return []byte{'\n'}, 2, ""
	case 'r':
		return []byte{'\r'}, 2, ""
	case 't':
		return []byte{'\t'}, 2, ""
	case 'u':
		return unescapeUnicode(raw)
	}
	return nil, 0, "the escape sequence \\" + string(raw[1:2]) + " does not exist"
}

// unescapeUnicode decodes an escape of four hexadecimal digits, and surrogate pairs. After a high surrogate, jsoncpp requires
// a second escape, of whatever value. It encodes a low surrogate without a high one unchanged.
func unescapeUnicode(raw []byte) (text []byte, size int, problem string) {
	first, ok := hex4(raw[2:])
	if !ok {
		return nil, 0, "\\u needs four hexadecimal digits"
	}
	if first < 0xD800 || first > 0xDBFF {
		return encode(first), 6, ""
	}
	if len(raw) < 12 || raw[6] != '\\' || raw[7] != 'u' {
		return nil, 0, "the first half of a surrogate pair has no second half"
	}
	second, ok := hex4(raw[8:])
	if !ok {
		return nil, 0, "\\u needs four hexadecimal digits"
	}
	return encode(0x10000 + (first&0x3FF)<<10 + second&0x3FF), 12, ""
}

func hex4(raw []byte) (rune, bool) {
	if len(raw) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(raw[:4]), 16, 16)
	return rune(n), err == nil
}

// encode returns UTF-8. Like jsoncpp, it encodes surrogates too, which utf8.AppendRune would replace.
func encode(r rune) []byte {
	if 0xD800 <= r && r <= 0xDFFF {
		return []byte{0xE0 | byte(r>>12), 0x80 | byte(r>>6)&0x3F, 0x80 | byte(r)&0x3F}
	}
	return utf8.AppendRune(nil, r)
}
