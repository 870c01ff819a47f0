// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package page

import (
	"bytes"
	"encoding/json"
)

// reply is the answer to a call. It has a result or an error.
type reply struct {
	Version version         `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  Value           `json:"result,omitempty"`
	Error   *rejected       `json:"error,omitempty"`
}

// rejected is the error of a reply to a call whose promise rejects.
type rejected struct {
	Code    int       `json:"code"`
	Message Rejection `json:"message"`
}

// notification is the message of an event.
type notification struct {
	Version version `json:"jsonrpc"`
	Method  kind    `json:"method"`
	Params  params  `json:"params"`
}

// params are the parameters of a notification. Only "change" has a mode and a state.
type params struct {
	Document uint64 `json:"document"`
	Mode     *Mode  `json:"mode,omitempty"`
	State    *State `json:"state,omitempty"`
}

// version is the version of JSON-RPC.
type version struct{}

// MarshalText returns "2.0".
func (version) MarshalText() ([]byte, error) { return []byte("2.0"), nil }

// Reply returns the reply to a call: one line of JSON with its line feed. The ID is the
// JSON number or string that the client gave the call.
func Reply(id []byte, value Value) []byte {
	r := reply{ID: id}
	value.in(&r)
	return line(r)
}

// line marshals a message. Marshalling cannot fail, because an ID is valid JSON.
func line[Message reply | notification](m Message) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // an ID returns as the client wrote it
	_ = encoder.Encode(m)
	return text.Bytes()
}
