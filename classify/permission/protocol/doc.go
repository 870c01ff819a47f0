// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package protocol serves the gate before "xr-session-supported" to user agents that are
// not written in Go: JSON-RPC 2.0, one message a line, over two streams such as standard
// input and output. [JSONSchema] describes every message.
//
//	err := protocol.Serve(ctx, protocol.Config{
//		Source: navigator.FixedSource{Report: last}, // or a source that follows changes
//		Tool:   report.Tool{Name: "mine", Version: "1"},
//	}, os.Stdin, os.Stdout)
//
// The client is the user agent's browser process; pages are behind it. Package page makes
// every message that may be handed to a page: it has types for booleans, states, blend modes and
// error names, and for nothing else. All other messages (prompts, decisions, reports) are for
// the user agent and its operator. The server sends reports only if Config.Reports is set;
// a client cannot ask for them.
//
// The package opens no file and no connection, and starts no process: its reports come
// from Config.Source. It bounds the length of lines, the open documents and the calls
// without an answer. While a client does not read, the server reads no more of its
// messages. No message ends the connection, whatever it holds. The connection ends when
// its input is closed, or when the client no longer reads.
//
// The JSON-RPC server is the package's own. Answers come later, from timers and event
// loops, and their order must not depend on goroutines. The handlers of a library block,
// and the code that would adapt them is larger than this server.
//
// Source: https://www.jsonrpc.org/specification, without its batches.
package protocol
