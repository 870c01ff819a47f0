// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package navigator implements navigator.xr over reports: isSessionSupported, the device's part of
// requestSession, devicechange, makeXRCompatible, and the permission "xr".
//
//	devices := navigator.NewDevices(navigator.DevicesConfig{Source: source, Agent: agent})
//	go devices.Run(ctx) // source is a watch.Watcher, or your own
//	gate := permission.NewGate(permission.Config{Classes: classes, Devices: devices, Prompter: prompter})
//	page := gate.Regular().Open(ctx, permission.DocumentConfig{Document: document, Tasks: tasks})
//	page.IsSessionSupported("immersive-vr", settle)
//
// [Devices] holds the XR devices of a user agent, and [XRSystem] is one document's navigator.xr.
// XRSystem applies no privacy rules of its own. A page must never reach it directly: it reaches
// permission.Document, which decides what the page may learn.
//
// The package never asks a runtime and never looks at the machine. A [Source] sends it reports,
// and no call of a page causes one.
//
// Source: https://www.w3.org/TR/webxr/.
package navigator
