// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package strictjson decodes JSON that people and other programs write, and says of every
// mistake in which file, line, column and field it is:
//
//	var sheet Sheet
//	reader := strictjson.Reader{File: "headset.json", Hint: "see `xrprobe schema sheet`"}
//	if err := reader.Unmarshal(data, &sheet); err != nil {
//		return err // headset.json:4:14: systems[0].nam: there is no such field; see `xrprobe schema sheet`
//	}
//
// It refuses member names that are unknown, repeated or in another case, values of another
// type, invalid UTF-8, documents that end too early, and anything behind the first value. It
// never repairs a document, and opens no file.
//
// It is a thin layer over github.com/go-json-experiment/json, because encoding/json ignores
// the case of names, and accepts repeated names and invalid UTF-8.
package strictjson
