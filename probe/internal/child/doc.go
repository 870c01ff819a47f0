// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package child runs foreign code in a process of its own and survives whatever happens
// to it.
//
// The parent starts a [Process], or takes one that a [Spare] kept ready, and has one
// conversation with it: [Process.Converse] sends a request, listens until the child has
// finished, crashed, hung or broken its pipe, and ends what must not stay. The child calls
// [Main], which answers that request.
//
// The package does not know what is asked: package levels does. It trusts nothing after
// the first bad frame, and never waits without a deadline.
package child
