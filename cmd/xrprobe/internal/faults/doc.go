// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package faults tells people what is wrong and how to fix it: problems, causes, side effects, and what runtimes wrote. It reads
// reports and nothing else.
package faults
