// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package visit simulates the visit of a page to a user agent with the gate: what the page
// asks, what the user does, what the user agent shows, and what the page sees of it.
//
// The clock is a virtual one, so nothing waits. The package asks no runtime: it is given a
// report. [Visit.Observed] holds what the page sees and nothing else.
package visit
