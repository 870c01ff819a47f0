// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package navigator implements navigator.xr over reports.
//
// [Devices] is what a user agent knows of XR devices while reports come and go, and
// [XRSystem] is one document's navigator.xr: isSessionSupported, the device's half of
// requestSession, devicechange, makeXRCompatible, and the permission "xr".
//
// XRSystem has no privacy law of its own: it answers truthfully. A page must never
// reach it directly; it reaches permission.Document, which decides what it may learn.
//
// The package never asks a runtime and never looks at the machine: a [Source] tells it
// reports, and a page's question has none made.
//
// Source: https://www.w3.org/TR/webxr/.
package navigator
