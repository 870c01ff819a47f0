// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package permission is the permission "xr-session-supported" and the gate before it: the
// only thing that a page's question about XR devices ever reaches.
//
// A [Gate] joins what is known in advance of a session mode (never, usually, or highly
// variable), what is connected ([modes.Devices]) and what the user decided ([Partition]).
// Where a mode is never or usually supported it answers and touches nothing. Where that
// varies it does as its [Strategy] says, and a page without consent cannot tell "no
// headset" from "a headset, and no": when a question is settled is drawn before anybody
// looks at devices, and every false, whatever its cause, is settled then, by the same
// task, with the same stored denial.
//
// It never asks a runtime, opens no file, and writes none: what outlives the program is
// the embedder's, by a [Store] of its own. What the embedder has to keep beside this code
// stands at [Prompter] and in permissiontest, which tests it. QUESTIONNAIRE.md answers
// the W3C's questions on security and privacy, and names the test behind each answer.
//
// Source: https://www.w3.org/TR/webxr/#fingerprinting and
// https://www.w3.org/TR/permissions/; where the first is now a note, what it demanded in
// 2020 is kept as if it still did.
package permission
