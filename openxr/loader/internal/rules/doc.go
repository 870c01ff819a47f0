// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package rules is the table of the rules that the Khronos loader follows, with the source of each. It decides nothing.
package rules
