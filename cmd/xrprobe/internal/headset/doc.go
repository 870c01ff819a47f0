// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package headset says in a line whether a headset is there: yes, no, or unknown and why.
// "None" is said only of runtimes that answered so, as in the list of supported modes. The
// package knows reports and nothing else.
package headset
