// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package page_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission/protocol/page"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// values are one value of each type.
var values = []page.Value{page.Answer(true), page.State(0), page.Session{}, page.NotCompatible{}, page.Rejection(0)}

// A value has room only for booleans and indexes of short lists; an event also has room for
// the number of a document.
func TestValue_CarriesNothingElse(t *testing.T) {
	t.Parallel()
	for _, value := range values {
		for _, kind := range kinds(reflect.TypeOf(value)) {
			require.Contains(t, []reflect.Kind{reflect.Bool, reflect.Uint8}, kind, "%T", value)
		}
	}
	event := reflect.TypeFor[page.Event]()
	for i := range event.NumField() {
		field := event.Field(i)
		want := reflect.Uint8
		if field.Name == "Document" {
			want = reflect.Uint64
		}
		require.Equal(t, want, field.Type.Kind(), field.Name)
	}
}

// kinds returns the kinds of a type's elements and fields.
func kinds(t reflect.Type) []reflect.Kind {
	switch t.Kind() {
	case reflect.Slice:
		return kinds(t.Elem())
	case reflect.Struct:
		var all []reflect.Kind
		for i := range t.NumField() {
			all = append(all, kinds(t.Field(i).Type)...)
		}
		return all
	default:
		return []reflect.Kind{t.Kind()}
	}
}

func TestReply_Bytes(t *testing.T) {
	t.Parallel()
	for want, value := range map[string]page.Value{
		`{"jsonrpc":"2.0","id":7,"result":true}`:                                              page.Answer(true),
		`{"jsonrpc":"2.0","id":7,"result":false}`:                                             page.Answer(false),
		`{"jsonrpc":"2.0","id":7,"result":"prompt"}`:                                          page.StateOf(webxr.Prompt),
		`{"jsonrpc":"2.0","id":7,"result":"granted"}`:                                         page.StateOf(webxr.Granted),
		`{"jsonrpc":"2.0","id":7,"result":"denied"}`:                                          page.StateOf("a headset of mine"),
		`{"jsonrpc":"2.0","id":7,"result":{"optional":[],"blend_mode":"opaque"}}`:             page.Session{},
		`{"jsonrpc":"2.0","id":7,"result":{"optional":[true,false],"blend_mode":"additive"}}`: page.Session{Optional: []bool{true, false}, Blend: page.BlendOf(webxr.BlendAdditive)},
		`{"jsonrpc":"2.0","id":7,"result":null}`:                                              page.NotCompatible{},
		`{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"SecurityError"}}`:               page.RejectionOf(webxr.SecurityError),
		`{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"TypeError"}}`:                   page.RejectionOf(webxr.TypeError),
		`{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"NotSupportedError"}}`:           page.RejectionOf(errors.New("a headset of mine")),
	} {
		require.Equal(t, want+"\n", string(page.Reply([]byte("7"), value)))
	}
}

// An ID returns as the client wrote it.
func TestReply_KeepsTheID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{`"of a client"`, `"<&>\u2028 \"é\u00e9"`, "\"\u2028\"", "1e3", "-0.50"} {
		require.Equal(t, `{"jsonrpc":"2.0","id":`+id+`,"result":true}`+"\n", string(page.Reply([]byte(id), page.Answer(true))))
	}
}

func TestEvent_Bytes(t *testing.T) {
	t.Parallel()
	for want, event := range map[string]page.Event{
		`{"jsonrpc":"2.0","method":"devicechange","params":{"document":3}}`:                                  page.DeviceChange(3),
		`{"jsonrpc":"2.0","method":"incompatible","params":{"document":3}}`:                                  page.Incompatible(3),
		`{"jsonrpc":"2.0","method":"sessionend","params":{"document":18446744073709551615}}`:                 page.SessionEnd(1<<64 - 1),
		`{"jsonrpc":"2.0","method":"change","params":{"document":3,"mode":"immersive-ar","state":"denied"}}`: page.Change(3, page.ModeOf(webxr.ImmersiveAR), page.StateOf(webxr.Denied)),
	} {
		require.Equal(t, want+"\n", string(event.Line()))
	}
}
