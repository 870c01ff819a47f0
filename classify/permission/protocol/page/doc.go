// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package page holds the messages of the protocol that a user agent may hand to a page:
// replies to the page's calls, and events.
//
//	line := page.Reply(id, page.Answer(true))                 // isSessionSupported
//	line = page.Reply(id, page.StateOf(webxr.Granted))        // permissions.query
//	line = page.Reply(id, page.RejectionOf(webxr.TypeError))  // a promise that rejects
//	line = page.DeviceChange(document).Line()                 // an event
//
// A message holds booleans, permission states, session modes, error names, and the number
// that the client itself gave to the document. No type here can carry anything else, and
// the package imports no package that knows of reports, devices or runtimes. The
// structs that the package marshals have only fields of these types, so equal values become
// equal bytes.
//
// Source: https://www.w3.org/TR/webxr/#xrsystem-interface and
// https://www.w3.org/TR/permissions/#permissionstatus-interface
package page
