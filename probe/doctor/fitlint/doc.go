// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package fitlint is the linters that compare the active runtime with the headsets that are plugged in. It claims what is known of a runtime
// only, and asks neither.
package fitlint
