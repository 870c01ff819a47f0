// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package page is what the protocol tells about a page, to be handed to it: booleans, the
// states of a permission and the names of errors, with the number of the document that the
// client itself gave. There is no type here that could carry anything else, and the
// package knows of no report, device or runtime.
//
// Its text is made without reflection, so that nothing joins it by a new field.
//
// Source: https://www.w3.org/TR/webxr/#xrsystem-interface and
// https://www.w3.org/TR/permissions/#permissionstatus-interface
package page
