// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package lab lets a test run a command beside the foreign tools that it compares with: Monado, the Khronos loader and
// its tools, or under Wine or Node.js, in the Debian root that `make lab` makes.
//
// It never makes, changes or removes that root: that is the work of the script beside it, which a person starts or CI.
// README.md says what the root holds and what a run in it looks like.
package lab
