// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package profile reads the profile of a user-agent build from its JSON file:
//
//	p, err := profile.Parse("mine.json", data)
//	if err != nil {
//		return err // mine.json:4:12: webxr: this string does not fit here; see `xrprobe schema profile`
//	}
//	classes := classify.Classify(p)
//
// Parse is strict: a fact that is missing is an error, because it must not count as "no". The
// package opens no file and looks at no machine.
//
// The format is xrprobe's own; [JSONSchema] describes it. Profiles of real user agents are in
// testdata/profiles, each fact with its source.
package profile
