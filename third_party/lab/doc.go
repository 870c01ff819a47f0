// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package lab runs commands of a test together with other people's programs: Monado, the Khronos loader and its tools,
// Wine and Node.js. They are installed in a Debian root directory, which `make lab` makes:
//
//	l := lab.Require(t) // skips the test if there is no lab
//	result, err := l.Run(t.Context(), lab.Options{Monado: true}, "openxr_runtime_list")
//	result, err = l.Run(t.Context(), lab.Options{Binds: []string{program}}, "wine", program, "version")
//	fmt.Println(result.Stdout, result.ExitCode)
//
// The package never makes, changes or removes the root; the script third_party/lab/lab does that. README.md says what
// the root contains and what a command sees in it.
package lab
