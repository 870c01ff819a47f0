// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package services knows the services to which the libraries of runtimes connect: their programs, their sockets, and the commands that
// start them. It is a table, and looks at nothing.
package services
