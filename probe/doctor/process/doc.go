// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package process finds the running processes of a program, and what they tell of themselves:
//
//	for _, service := range process.Named(host, "monado-service") {
//		fmt.Println(service.PID, service.Readable, service.Variable("XDG_RUNTIME_DIR"))
//	}
//
// It reads Linux's /proc through [loader.Host], and sends no signal to anything. Source:
// https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html and proc_pid_status(5).
package process
