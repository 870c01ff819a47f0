// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package requirement reads what a program requires of a machine's OpenXR runtime and its headset, and judges by a report whether
// the machine has it:
//
//	file, err := requirement.Parse("game.json", data)
//	if err != nil {
//		return err // game.json:5:21: requirements[0].extension: "hand_tracking": the name of an extension begins with XR_
//	}
//	answer := requirement.Judge(found, file)
//	fmt.Println(answer.Verdict) // satisfied, not_satisfied or unknown
//
// The verdict on a requirement is satisfied, not satisfied or unknown, with a reason. If a report lacks the answer, because xrprobe did
// not ask, the runtime failed, or a data sheet leaves it open, the verdict is unknown and never "not satisfied".
//
// The package reads values; it asks no runtime and opens no file. Parse is strict. The format is xrprobe's own; [JSONSchema]
// describes it, and [AnswerJSONSchema] the answer. Files of real programs are in testdata/requirements, with their sources.
package requirement
