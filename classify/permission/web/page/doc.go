// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package page has the files of the page on which the gate can be tried: HTML, CSS and JavaScript
// without a framework, and, in a build with the tag webgate, the program of package gate.
//
// index.html with agent.js and shell.js is the user agent. visitor.html is a page that asks, in a
// frame. xr.js is the thin navigator.xr and navigator.permissions.query of every page in a frame.
package page
