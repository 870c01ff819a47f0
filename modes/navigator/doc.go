// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package navigator implements navigator.xr over reports: isSessionSupported, the device's part of
// requestSession, devicechange, makeXRCompatible, and the permission "xr".
//
// A page must never reach [XRSystem], which applies no privacy rules: it reaches
// permission.Document, which decides what the page may learn.
//
//	devices := navigator.NewDevices(navigator.DevicesConfig{Source: source, Agent: agent})
//	go devices.Run(ctx) // source is a watch.Watcher, or your own
//	gate := permission.NewGate(permission.Config{Classes: classes, Devices: devices, Prompter: prompter})
//	page := gate.Regular().Open(ctx, permission.DocumentConfig{Document: document, Tasks: tasks})
//	page.IsSessionSupported("immersive-vr", settle)
//
// [Devices] holds the XR devices of a user agent, and XRSystem is one document's navigator.xr.
// [Virtual] is a clock and an event loop, and [Feed] a source of reports, for the tests of an
// embedder.
//
// The package never asks a runtime and never looks at the machine. A [Source] sends it reports,
// and no call of a page causes one.
//
// Source: https://www.w3.org/TR/webxr/.
package navigator
