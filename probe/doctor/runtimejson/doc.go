// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package runtimejson says what is wrong with a value of XR_RUNTIME_JSON that leads to no file: quotation marks, white space, a
// variable, "~", a URL, a path of Steam's container, a relative path, a flatpak that was updated, or a list. It reads files, and changes nothing.
package runtimejson
