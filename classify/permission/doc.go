// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package permission decides what a page may learn about XR devices. [Document] is the
// only door for pages: everything that a page asks goes through its methods, and no page
// reaches navigator.XRSystem, which knows no privacy.
//
//	gate := permission.NewGate(permission.Config{Classes: classes, Devices: devices, Prompter: prompter})
//	document := gate.Regular().Open(ctx, permission.DocumentConfig{
//		Document: navigator.Document{Origin: origin, SecureContext: true, Window: true, Allowed: allowed}, Tasks: tasks,
//	})
//	document.IsSessionSupported("immersive-vr", func(s navigator.SupportedResult) { resolve(s.Value) })
//
// A [Gate] joins the class of a session mode, the connected devices ([navigator.Devices])
// and the user's decisions ([Partition]). If a mode is never or usually supported, the
// gate answers with its class and asks nothing else. If support is highly variable, the gate follows its
// [Strategy], and a page without consent cannot tell "no headset" from "a headset, but no
// consent": the gate draws two times before it looks at devices, that of a false and that at
// which it looks. Each false settles at its time, in the same task, with the same stored denial.
//
// What is decided belongs to an origin in a [Partition]. One origin never waits for another, and
// a settled answer takes no lock and allocates nothing. When devices change, only documents that
// hold consent, or whose own session has just ended, are given a task: one.
//
// The package never asks a runtime and opens no file; an embedder that keeps decisions
// brings a [Store]. [Prompter] says what an embedder must do; permissiontest tests it, with
// [navigator.Virtual] for a clock and [navigator.Feed] for what is connected; package
// navigatortest has classes, a click and a headset for tests.
// QUESTIONNAIRE.md answers the W3C's questions on security and privacy.
//
// Source: https://www.w3.org/TR/webxr/#fingerprinting (what it demanded in 2020, and has as
// a note today, is kept as a demand) and https://www.w3.org/TR/permissions/.
package permission
