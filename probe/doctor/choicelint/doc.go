// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package choicelint is the linters about a runtime that is active, where other programs of the machine get another one or none, or will
// soon: with another loader, architecture, variable or user, or after an update. It reads files, and changes no choice.
package choicelint
