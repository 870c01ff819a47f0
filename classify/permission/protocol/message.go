// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The codes of errors that are about the client's messages, and of no page's concern. What
// is for a page has the code [page.Rejected].
const (
	codeNotJSON        = -32700
	codeNoRequest      = -32600
	codeUnknownMethod  = -32601
	codeWrongParams    = -32602
	codeNotInitialized = -32000
	codeTooMany        = -32001
	codeGone           = -32002
)

// failure is what is wrong with a client's message. It is made of what the client itself
// sent, and of nothing that the user agent knows.
type failure struct {
	code int
	text string
}

func fail(code int, format string, args ...any) *failure {
	return &failure{code: code, text: fmt.Sprintf(format, args...)}
}

// request is a message of the client.
type request struct {
	Version string         `json:"jsonrpc"`
	ID      jsontext.Value `json:"id"`
	Method  string         `json:"method"`
	Params  jsontext.Value `json:"params"`
}

// maxID bounds what a client may have every answer carry.
const maxID = 64

// parseRequest reads a line. The request has its ID also where it fails, if it could be read.
func parseRequest(line []byte) (request, *failure) {
	var r request
	if err := strictly(line, &r); err != nil {
		return request{}, notRequest(err)
	}
	switch {
	case len(r.ID) > maxID:
		return request{}, fail(codeNoRequest, "id: more than %d bytes", maxID)
	case r.ID != nil && r.ID.Kind() != '0' && r.ID.Kind() != '"':
		return request{}, fail(codeNoRequest, "id: neither a number nor a string")
	case r.Version != "2.0":
		return r, fail(codeNoRequest, `jsonrpc: %q is not "2.0"`, shortened(r.Version))
	case r.Method == "":
		return r, fail(codeNoRequest, "method: it is missing")
	case r.Params != nil && r.Params.Kind() != '{':
		return r, fail(codeNoRequest, "params: no object")
	}
	return r, nil
}

// notRequest says why a line is no request.
func notRequest(err error) *failure {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		return fail(codeNoRequest, "%s", unfit(semantic, "a request is one object"))
	}
	return fail(codeNotJSON, "%s", notJSON(err))
}

// parseParams reads a method's parameters.
func parseParams(params jsontext.Value, into any) *failure {
	if params == nil {
		params = jsontext.Value("{}")
	}
	err := strictly(params, into)
	if err == nil {
		return nil
	}
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		return fail(codeWrongParams, "%s", unfit(semantic, "params is one object"))
	}
	return fail(codeWrongParams, "%s", notJSON(err))
}

// strictly decodes JSON in which every key must be known, once.
func strictly(data []byte, into any) error {
	return json.Unmarshal(data, into, json.RejectUnknownMembers(true))
}

func notJSON(err error) string {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "not valid JSON: it ends too early"
	case errors.As(err, &syntax):
		return fmt.Sprintf("not valid JSON at byte %d: %s", syntax.ByteOffset, shortened(syntax.Err.Error()))
	default:
		return "not valid JSON"
	}
}

// unfit says what is wrong with a value that is JSON, but not what belongs there.
func unfit(err *json.SemanticError, whole string) string {
	field := dotted(err.JSONPointer)
	switch {
	case field == "":
		return whole
	case errors.Is(err.Err, json.ErrUnknownName):
		return field + ": there is no such key here"
	default:
		return field + ": it does not fit here; see `xrprobe schema protocol`"
	}
}

// dotted writes a JSON pointer as a path: "/required/0" is "required.0".
func dotted(pointer jsontext.Pointer) string {
	var path []string
	for token := range pointer.Tokens() {
		path = append(path, token)
	}
	return shortened(strings.Join(path, "."))
}

// shortened bounds what of a client's text is sent back to it.
func shortened(text string) string {
	const most = 200
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
