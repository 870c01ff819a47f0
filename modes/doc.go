// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package modes turns a report into WebXR's list of supported modes, with a
// reason and the OpenXR evidence for every answer.
//
// It never asks a runtime and never looks at the machine: the report is all it
// knows. What the report does not say is unknown here, never "unsupported".
//
// Source: https://www.w3.org/TR/webxr/#xr-device and
// https://www.w3.org/TR/webxr-ar-module-1/#xrenvironmentblendmode-enum.
package modes
