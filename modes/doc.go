// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package modes turns reports into WebXR.
//
// [List], [OfSystem] and [OfReport] make the list of supported modes of a report, with
// their features, and a reason and the OpenXR evidence for every answer. [Devices] is
// what a user agent knows of XR devices while reports come and go, and [XRSystem] is a
// document's navigator.xr over them: isSessionSupported, the device's half of
// requestSession, devicechange, makeXRCompatible, and the permission "xr".
//
// It never asks a runtime and never looks at the machine: reports are all it knows, and a
// page's question has none made. What a report does not say is unknown here, never
// "unsupported". Where the specification's text is defective the comment at the code
// begins with D and a number; rules.tsv says of every rule whether it is ours, and which
// test holds it.
//
// Source: https://www.w3.org/TR/webxr/ and https://www.w3.org/TR/webxr-ar-module-1/.
package modes
