// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package use is the command xrprobe use: which runtime a word means, what is said of a change, and a command that gets a runtime of
// its own. The change itself is the work of package activate.
package use
