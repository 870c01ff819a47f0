// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/profile"
	"github.com/xrprobe/xrprobe/modes/strictjson"
)

// The codes of errors that are about the client's messages and that no page sees. An error
// for a page has the code [page.Rejected].
const (
	codeNotJSON        = -32700
	codeNoRequest      = -32600
	codeUnknownMethod  = -32601
	codeWrongParams    = -32602
	codeNotInitialized = -32000
	codeTooMany        = -32001
	codeGone           = -32002
)

// failure is what is wrong with a client's message. Its text contains only what the client
// itself sent, and nothing that the user agent knows.
type failure struct {
	code int
	text string
}

func fail(code int, format string, args ...any) *failure {
	return &failure{code: code, text: fmt.Sprintf(format, args...)}
}

// request is a message from the client.
type request struct {
	Version string         `json:"jsonrpc"`
	ID      jsontext.Value `json:"id"`
	Method  string         `json:"method"`
	Params  jsontext.Value `json:"params"`
}

// maxID limits the bytes of an ID, because every response repeats it.
const maxID = 64

// parseRequest reads a line. If it fails, the request still has its ID if that could be read.
func parseRequest(line []byte) (request, *failure) {
	var r request
	if err := reader.Unmarshal(line, &r); err != nil {
		return request{}, notRequest(err)
	}
	switch {
	case len(r.ID) > maxID:
		return request{}, fail(codeNoRequest, "id: more than %d bytes", maxID)
	case r.ID != nil && r.ID.Kind() != '0' && r.ID.Kind() != '"':
		return request{}, fail(codeNoRequest, "id: it is neither a number nor a string")
	case r.Version != "2.0":
		return r, fail(codeNoRequest, `jsonrpc: %q is not "2.0"`, shortened(r.Version))
	case r.Method == "":
		return r, fail(codeNoRequest, "method: it is missing")
	case r.Params != nil && r.Params.Kind() != '{':
		return r, fail(codeNoRequest, "params: it is not an object")
	}
	return r, nil
}

// notRequest says why a line is not a request.
func notRequest(err error) *failure {
	if errors.Is(err, strictjson.ErrNotJSON) {
		return fail(codeNotJSON, "%s", explained(err, ""))
	}
	return fail(codeNoRequest, "%s", explained(err, "a request is one object"))
}

// parseParams reads the parameters of a method.
func parseParams(params jsontext.Value, into any) *failure {
	if params == nil {
		params = jsontext.Value("{}")
	}
	if err := reader.Unmarshal(params, into); err != nil {
		return fail(codeWrongParams, "%s", explained(err, "params is one object"))
	}
	return nil
}

// parseProfile reads the parameter "profile". Errors name its fields by their path in the
// parameters, such as "profile.strings[0].user_agent".
func parseProfile(value jsontext.Value) (classify.Profile, *failure) {
	parsed, err := profile.Parse("", value)
	var wrong *profile.Error
	switch {
	case err == nil:
		return parsed, nil
	case errors.As(err, &wrong) && wrong.Field != "":
		return classify.Profile{}, fail(codeWrongParams, "profile.%s: %s", shortened(wrong.Field), shortened(wrong.Text))
	default:
		return classify.Profile{}, fail(codeWrongParams, "profile: %s", shortened(err.Error()))
	}
}

// reader decodes what a client sends.
var reader = strictjson.Reader{Hint: "see `xrprobe schema protocol`"}

// explained says what is wrong with a value, in at most a few hundred bytes. It names the
// field or, if the value is not JSON, the column. If the value as a whole is of another type,
// it returns the text whole.
func explained(err error, whole string) string {
	var wrong *strictjson.Error
	switch {
	case !errors.As(err, &wrong):
		return shortened(err.Error())
	case errors.Is(err, strictjson.ErrNotJSON):
		return shortened(fmt.Sprintf("column %d: %s", wrong.Column, wrong.Text))
	case wrong.Field == "":
		return whole
	default:
		return shortened(wrong.Field) + ": " + shortened(wrong.Text)
	}
}

// shortened limits how much of a client's text is sent back to it.
func shortened(text string) string {
	const most = 200
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
