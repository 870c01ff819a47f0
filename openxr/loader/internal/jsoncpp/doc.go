// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package jsoncpp reads the dialect of JSON in which OpenXR manifests are really written: what jsoncpp 1.9.6 accepts
// with the defaults of its CharReaderBuilder, which is how the Khronos loader calls it.
//
// The dialect differs from RFC 8259 in both directions. Accepted on top of it are trailing commas, // and /* */
// comments, a UTF-8 byte order mark, anything at all after the first value, duplicate keys (the last one counts),
// leading zeros, a leading plus sign and raw control characters in strings. Not accepted, although a reader might expect
// it, are comments between a key and its colon, and comments just before the ']' of an empty array or after a trailing
// comma. A [Document] also tells what a strict reader would refuse, so that a linter can say so.
//
// The package reads memory only: no files, no environment.
package jsoncpp
