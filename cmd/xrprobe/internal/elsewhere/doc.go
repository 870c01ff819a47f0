// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package elsewhere is the flag --as: which commands answer for another place, which flags contradict it, and the line that says
// whose view of the machine a page shows. It asks nothing.
package elsewhere
