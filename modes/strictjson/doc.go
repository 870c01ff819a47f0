// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package strictjson decodes JSON that people and programs write by hand, and says of every
// mistake in which file, line, column and field it is:
//
//	var sheet Sheet
//	reader := strictjson.Reader{File: "headset.json", Hint: "see `xrprobe schema sheet`"}
//	if err := reader.Unmarshal(data, &sheet); err != nil {
//		return err // headset.json:4:14: systems[0].nam: there is no such field; see `xrprobe schema sheet`
//	}
//
// It refuses unknown and repeated member names, names in another case, invalid UTF-8,
// values of another type, and anything behind the first value. It never guesses, never
// changes what is already in a value that it refuses to decode further, and reads no file.
//
// It is a thin layer over github.com/go-json-experiment/json, because encoding/json ignores
// the case of names and takes repeated names and invalid UTF-8.
package strictjson
