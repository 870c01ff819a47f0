// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package live reads the registry of the Windows machine that it runs on. It writes nothing to it. Other systems have none.
//
// Source: Microsoft's description of the functions, RegQueryValueExW and RegEnumKeyExW, on
// https://learn.microsoft.com/windows/win32/sysinfo/registry-functions.
package live
