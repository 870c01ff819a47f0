// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package levels is what a child asks of a runtime, level by level.
//
// [Answer] sends the parts of a report.Runtime as it learns them: it loads the library, lists the
// extensions, creates an instance, finds the systems, reads their properties, and creates a
// session if the request says so. It announces each question before it asks it, so that
// the parent knows the one in which a runtime crashed. Questions in wire.Request.Skip are
// left out, and everything else is asked.
//
// The package starts no process and unloads no runtime. It destroys an instance only to
// find out which extensions a runtime refuses.
//
// Source: https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html.
package levels
