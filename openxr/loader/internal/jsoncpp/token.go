// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package jsoncpp

import (
	"bytes"
	"strconv"
)

// token is a piece of the text. Its kind is its first character, but '0' stands for every number, '/' for a comment, and 0
// for the end of the text or a NUL byte.
type token struct {
	kind        byte
	offset, end int
}

// name returns what error texts call the token.
func (t token) name() string {
	switch t.kind {
	case 0:
		return "the end of the text"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case '/':
		return "a comment"
	case 't', 'f', 'n':
		return "a word"
	}
	return strconv.QuoteRune(rune(t.kind))
}

// token returns the next token that is not a comment.
func (p *parser) token() (token, error) {
	for {
		tok, err := p.tokenOrComment()
		if err != nil || tok.kind != '/' {
			return tok, err
		}
	}
}

func (p *parser) tokenOrComment() (token, error) {
	p.skipSpaces()
	tok := token{kind: p.peek(), offset: p.pos, end: p.pos}
	if p.pos == len(p.data) {
		return tok, nil
	}
	p.pos++
	var problem string
	switch tok.kind {
	case '{', '}', '[', ']', ',', ':', 0:
	case '"':
		problem = p.scanString()
	case '/':
		p.strict(tok.offset, "there is a comment")
		problem = p.scanComment()
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '+':
		tok.kind = '0'
		problem = p.scanNumber()
	case 't':
		problem = p.scanWord("rue")
	case 'f':
		problem = p.scanWord("alse")
	case 'n':
		problem = p.scanWord("ull")
	case '#':
		problem = "'#' does not begin a comment"
	case '\'':
		problem = "strings must be in double quotes"
	case 0xFE, 0xFF:
		problem = "the text is not UTF-8 (it may be UTF-16)"
	default:
		problem = "no value begins with " + strconv.QuoteToASCII(string(p.data[tok.offset:p.pos]))
	}
	if problem != "" {
		return token{}, p.fail(tok.offset, problem)
	}
	tok.end = p.pos
	return tok, nil
}

// peek returns the next byte, or 0 at the end.
func (p *parser) peek() byte {
	if p.pos == len(p.data) {
		return 0
	}
	return p.data[p.pos]
}

func (p *parser) skipSpaces() {
	for p.pos < len(p.data) && bytes.IndexByte([]byte(" \t\r\n"), p.data[p.pos]) >= 0 {
		p.pos++
	}
}

func (p *parser) scanString() (problem string) {
	for p.pos < len(p.data) {
		c := p.data[p.pos]
		p.pos++
		if c == '"' {
			return ""
		}
		if c == '\\' && p.pos < len(p.data) {
			p.pos++
		}
	}
	return "the string has no closing quote"
}

func (p *parser) scanComment() (problem string) {
	opener := p.peek()
	rest := p.data[min(p.pos+1, len(p.data)):]
	switch opener {
	case '/':
		end := bytes.IndexAny(rest, "\r\n")
		if end < 0 {
			end = len(rest)
		}
		p.pos += 1 + end
		return ""
	case '*':
		end := bytes.Index(rest, []byte("*/"))
		if end < 0 {
			return "the comment has no end"
		}
		p.pos += 1 + end + len("*/")
		return ""
	}
	return "a comment begins with // or /*"
}

// scanNumber accepts what jsoncpp's scanner accepts; the method number checks it later. The caller has read the sign or the
// first digit.
func (p *parser) scanNumber() (problem string) {
	if !isDigit(p.data[p.pos-1]) && p.peek() == 'I' {
		return "infinity is not a number"
	}
	p.skipDigits()
	if p.peek() == '.' {
		p.pos++
		p.skipDigits()
	}
	if c := p.peek(); c != 'e' && c != 'E' {
		return ""
	}
	p.pos++
	if c := p.peek(); c == '+' || c == '-' {
		p.pos++
	}
	p.skipDigits()
	return ""
}

func (p *parser) skipDigits() {
	for isDigit(p.peek()) {
		p.pos++
	}
}

func (p *parser) scanWord(rest string) (problem string) {
	if !bytes.HasPrefix(p.data[p.pos:], []byte(rest)) {
		return "true, false and null are the only words"
	}
	p.pos += len(rest)
	return ""
}
