// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package runtimelog finds in what a runtime wrote to its standard output and standard
// error the one line that says what went wrong:
//
//	word := runtimelog.Word(log) // "Failed to connect to socket /run/user/1000/monado_comp_ipc: No such file or directory!"
//
// What it returns is one line of printable characters, whatever the runtime wrote. It reads
// text and nothing else. What Monado's and WiVRn's libraries write was seen in their releases.
package runtimelog
