// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package xr is the raw OpenXR layer: OpenXR's constants, enumerations, flags,
// handles, structures and commands under Go names, and nothing else.
//
// The files that end in _gen.go are written by openxr/internal/gen from the
// registry; README.md in third_party/registry says where that is had. Names lose their
// prefix and become camel words: XrSystemId is [SystemID], XR_FORM_FACTOR_HANDHELD_DISPLAY is
// [FormFactorHandheldDisplay], xrGetSystem is [Commands.GetSystem]. The layout of
// structures is C's on 64-bit platforms, the only ones supported; the package compiles on all.
//
// It never opens a library, never sets a structure's Type, never checks an argument
// and never keeps an error: package openxr does. A command of which no address is known returns
// [ErrorFunctionUnsupported].
//
// The specification is https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html.
package xr
