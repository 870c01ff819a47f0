// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package probe asks OpenXR runtimes what they can do and writes the answers into
// a report, without letting any of them hurt the program that asks.
//
// A [Prober] climbs the ladder of report.Level for each runtime. The levels
// manifest and binary execute no foreign code. From library up a runtime's code
// runs, so it runs in a child process of its own, which [Helper] says how to start:
//
//   - [Executable] runs an installed xrprobe, so that the importing program links
//     no code that makes foreign calls at run time;
//   - [Self] starts the running program again, whose main must have called
//     [ChildMain] first;
//   - [InProcess] isolates nothing, and is for programs with a sandbox of their own.
//
// The zero Helper starts nothing: levels above binary then return [ErrNoHelper]. Whoever
// asks again and again may keep a [Spare] child ready.
//
// At the level session, which is for those alone who ask for it, a session is made on
// each headset that is there: one that shows nothing (XR_MND_headless) where the runtime
// offers that, else one with OpenGL on a hidden window (package glsession). What was made
// in it, the session and the window are destroyed again, in that order.
//
// The child sends one frame per step over a private pipe, so that everything up to
// the step in which a runtime crashed or hung is known. A question that a runtime did not
// survive is left out in the next child, and what else it would tell is kept. A child is
// never asked to unload a runtime, and destroys an instance only where the runtime
// refuses extensions that it lists: it ends.
//
// A [Watcher] tells what changes, and asks no runtime unless it is told to. It is a source
// of reports for package modes.
//
// A runtime that fails is a result, not an error: see report.Runtime's Status and
// Cause. Errors are for questions that cannot be asked.
package probe
