// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package tryout is "xrprobe ask --serve": the page on which the gate can be tried.
//
// Only a build with the tag webgate has the page's program, and with it the web server: another
// build would carry both for nothing. "make build" makes one.
package tryout
