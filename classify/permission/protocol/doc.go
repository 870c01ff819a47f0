// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package protocol is the gate before "xr-session-supported" for user agents that are not
// written in Go: JSON-RPC 2.0, one message a line, over two streams such as standard input
// and output. [JSONSchema] describes every message.
//
// The client is the user agent's privileged half, and pages are behind it. What may be
// handed to a page is made by package page, which has types for nothing but booleans,
// states and error names; everything else (prompts, decisions, reports) is for the user
// agent and its operator. Reports are told only if whoever starts the connection says so,
// and no client can ask for them.
//
// It opens no file and no connection, and starts nothing: reports come from a source that
// it is given. Lines, open documents and calls without an answer are bounded; a client that
// reads slowly is not read from until it has caught up. No message of a client ends the
// connection, whatever is in it; closed input does, and so does a client that reads no more.
//
// The server of JSON-RPC is this package's own, since answers come later, by calls from
// timers and event loops, in an order that must not depend on goroutines; it is smaller
// than what a library's handlers, which block, would have to be wrapped in.
//
// Source: https://www.jsonrpc.org/specification, without its batches.
package protocol
