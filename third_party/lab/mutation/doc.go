// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package mutation reads tables of rules, and breaks the code of each to see its test fail.
//
// A row says of a rule whether it is ours, which test holds it, and which code, if it read
// differently, would break it. The code is replaced in an overlay that no file on the disk
// knows of. It is for tests alone, and changes no file.
//
// Source: `go help build`, the flag -overlay.
package mutation
