// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package modes makes WebXR's list of supported modes out of reports.
//
// [List], [OfSystem] and [OfReport] answer for every session mode and feature, each answer
// with a reason and the OpenXR evidence for it. Package navigator answers pages with them.
//
// The package never asks a runtime and never looks at the machine: it knows reports only.
// What a report does not say is unknown here, never "unsupported". Where the specification's
// text is defective, a comment at the code begins with D and a number; rules.tsv says of
// every rule whether it is ours and which test holds it.
//
// Source: https://www.w3.org/TR/webxr/ and https://www.w3.org/TR/webxr-ar-module-1/.
package modes
