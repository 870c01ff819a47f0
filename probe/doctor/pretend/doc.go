// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package pretend has a small example machine for each problem that an examination finds, so that people see each message without
// breaking a machine:
//
//	found, machine, err := pretend.Examine(ctx, probe.Prober{}, "library_missing")
//
// The machines are the files of the directory machines, in the form of txtar: a comment, which says what is wrong there, and then files,
// each after a line "-- PATH --". A content that begins with "@" is no text:
//
//	@link /usr/lib/x.so         a symbolic link
//	@library i686 needs libc.so.6   a library without code, perhaps for another architecture, that needs others
//	@library program            a program in its place; "damaged" cuts a library off, "empty" gives it no functions
//	@dll i686 signed            a library for Windows without code, perhaps for 32-bit programs, or with a table of certificates
//	@mach-o                     a library for macOS
//	@socket                     a socket
//	@environ A=1 B=2            the variables of a process, as /proc has them
//	@spaces 1100000             so many spaces
//	@directory                  a directory
//
// Names without a slash at their beginning are no files. "machine" says what machine it is ("os windows", "arch i686", "loader 1.0.20",
// "as steam", "user ann", "runtime active" if
// not all runtimes are asked, "secure" if programs have more rights than their user), "variables" which variables programs have, "registry" is an export of Windows' registry, "modes" and "owners" are those of files,
// "says" is a part of the problem's text,
// and "answer" is what the active runtime answered, in the words of a report: nothing is executed. "also" names other problems
// that the machine has.
//
// A name after "near: " belongs to the near miss: a machine that differs in these files only, and that has not the problem. "@absent"
// takes a file away there. A name after "fixed: " belongs to the machine after somebody did what the problem's fix says, where that is
// no command that tests carry out. Examine lays a machine out in a directory for temporary files, which it removes.
package pretend
