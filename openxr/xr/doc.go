// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package xr has OpenXR's constants, enumerations, flags, handles, structures and commands
// under Go names, and nothing else. Package openxr, which is built on it, is easier to use.
// With its System.Raw a program calls any command:
//
//	commands, instance, system := headset.Raw()
//	info := &xr.SystemProperties{Type: xr.TypeSystemProperties}
//	if result := commands.GetSystemProperties(instance, system, info); result.Failed() {
//		log.Fatal(result)
//	}
//
// Names lose their prefix and are written in camel case: XrSystemId is [SystemID],
// XR_FORM_FACTOR_HANDHELD_DISPLAY is [FormFactorHandheldDisplay], xrGetSystem is
// [Commands.GetSystem]. Structures have the layout of C on 64-bit platforms, the only
// supported ones; the package compiles on all platforms.
//
// The package never opens a library, never sets the Type of a structure and never checks an
// argument: package openxr does. A command whose address is not known returns
// [ErrorFunctionUnsupported].
//
// openxr/internal/gen writes the files that end in _gen.go from the OpenXR registry;
// README.md in third_party/registry says where to get it. The specification is
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html.
package xr
