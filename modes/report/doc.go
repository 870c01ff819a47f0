// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package report defines the report: what xrprobe found on one machine, as Go types and as a
// JSON Schema ([Schema]).
//
//	r, err := report.Read(os.Stdin) // of "xrprobe --json"
//	if err != nil {
//		return err
//	}
//	if runtime := r.Active(); runtime != nil {
//		fmt.Println(runtime.ID, runtime.Status)
//	}
//
// A key is never missing. null means unknown or not asked, and the runtime's status, reached
// and cause say why; only a system's modes are also null if they would repeat the report's own. An empty list means asked, and there are none. Enumerations have
// OpenXR's own names, or the number if OpenXR has no name. Within version 1 keys may be
// added, and none changes its meaning. Each field's comment is also its description in the
// schema.
//
// These fields vary from run to run on an unchanged machine: Report.Generated,
// Runtime.DurationMS, Runtime.Timing, Runtime.Log, and the Name, PID and State of a
// SideEffect. Of a session, RefreshRate may vary. Everything else is the same, in the same
// order.
//
// The package computes nothing. It imports the standard library and modes/webxr only, so that
// browser builds can read reports.
//
// Source: the enumerations are those of
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html.
package report
