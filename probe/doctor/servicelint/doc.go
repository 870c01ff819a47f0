// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package servicelint is the linters about the service of the active runtime, as far as processes and sockets tell without executing the
// runtime: that it does not run, runs elsewhere, or is another one. It connects to nothing.
package servicelint
