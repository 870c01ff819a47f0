// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package jsoncpp reads the dialect of JSON that OpenXR manifests use: what jsoncpp 1.9.6 accepts with the defaults of its
// CharReaderBuilder, as the Khronos loader calls it.
//
//	doc, err := jsoncpp.Parse(data)
//	runtime, ok := doc.Root.Members["runtime"]
//	line, column := doc.Position(runtime.Offset)
//
// The dialect differs from RFC 8259 in both directions. It also accepts trailing commas, // and /* */ comments, a UTF-8
// byte order mark, any text after the first value, duplicate keys (the last one counts), leading zeros, a leading plus
// sign, and raw control characters in strings. It does not accept comments between a key and its colon, just before the
// ']' of an empty array, or after the trailing comma of an array. A [Document] lists what a strict reader would refuse, so
// that a linter can warn of it.
//
// The package never reads files or the environment.
package jsoncpp
