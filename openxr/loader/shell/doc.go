// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package shell writes words of commands that people copy into a POSIX shell, or into Windows' cmd. Names and paths come from files
// that anybody may have written, so each is quoted where it has to be.
package shell
