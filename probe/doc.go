// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package probe asks OpenXR runtimes what they can do and returns a report, without letting
// any of them hurt the program that asks.
//
//	prober := probe.Prober{Helper: probe.Executable("/usr/bin/xrprobe")}
//	found, err := prober.Probe(ctx, probe.Request{})
//	if err != nil {
//		return err
//	}
//	fmt.Println(found.Modes)
//
// A [Prober] goes up the levels of report.Level. The levels manifest and binary execute no
// foreign code. From library up a runtime's code runs in a child process, and [Helper] says
// how to start it:
//
//   - [Executable] runs an installed xrprobe, so that the importing program never runs code
//     that makes foreign calls;
//   - [Self] starts the running program again, whose main must call [ChildMain] first;
//   - [InProcess] isolates nothing, and is for programs with a sandbox of their own.
//
// The zero Helper starts nothing: requests above the level binary then return
// [ErrNoHelper]. A program that probes often can keep a [Spare] child ready.
//
// A data sheet executes no foreign code, so the zero Helper will do for it, and one call leads
// from the sheet to the report without any process ([Simulation.Report]):
//
//	found, err := probe.Simulation{Name: "quest-3", Sheet: sheet}.Report(ctx)
//
// A runtime that fails is a result, not an error: see Status and Cause of report.Runtime.
// If a runtime crashes, it is asked again without the question that it did not survive.
// Errors are for requests that cannot be carried out.
//
// The package never loads a runtime into the calling process, unless InProcess says so, and
// never unloads one. Only the level session creates a session.
package probe
