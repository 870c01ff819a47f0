// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

// Succeeded reports whether r is a success, qualified or not: r >= 0.
func (r Result) Succeeded() bool { return r >= 0 }

// Failed reports whether r is an error: r < 0.
func (r Result) Failed() bool { return r < 0 }
