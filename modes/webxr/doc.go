// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package webxr holds the words of the WebXR Device API and its modules: session modes,
// feature descriptors and what they require, classes, permissions, error names and blend
// modes, as types that parse strictly.
//
// It decides nothing and imports nothing of this module, so that every other
// package, and a browser build, can share it.
//
// Source: https://www.w3.org/TR/webxr/ and https://www.w3.org/TR/webxr-ar-module-1/.
package webxr
