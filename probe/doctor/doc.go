// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package doctor says what is wrong on a machine, and the one fix that fits the case.
//
//	found, err := prober.Probe(ctx, request)
//	if err != nil {
//		return err
//	}
//	doctor.Examine(ctx, doctor.Machine{Host: prober.Host, Level: request.Level}, found) // completes found.Problems
//
// A [Linter] is one rule, in a file of its own. It reads the report and, through the
// machine, files and variables. It executes nothing, connects to nothing and changes
// nothing. A linter says only what it has seen: what it could not look at is no problem
// of its own.
//
// The linters here say why the active runtime, or the lack of one, is as it is; every page has
// them. Those in the rooms below (choicelint, layerlint, ...) look for what else may be wrong;
// most of them are for a thorough examination only, which is xrprobe doctor. Package pretend has
// an example machine for each ID.
package doctor
