// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package mutation holds tests to tables of rules: it breaks the code that implements a
// rule, and requires that the rule's test fails.
//
//	//go:embed rules.tsv
//	var rules string
//
//	mutation.RequireValid(t, "..", mutation.Parse(t, rules)) // quick: the tests and the code exist
//	mutation.RequireRed(t, "..", mutation.Parse(t, rules))   // slow: it compiles the tests again
//
// A row of a table says whether a rule is this project's to keep, which test holds it,
// which code implements it, and what to put in that code's place to break the rule.
//
// The package is for tests only. It never changes a source file: it gives the broken
// code to the go command as an overlay.
//
// Source: `go help build`, the flag -overlay.
package mutation
