// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package assumed says which values of a simulated runtime's report come from no data sheet:
// the neutral ones, and the silence of structures and commands that the sheet leaves out.
//
// It compares a sheet with a report. It asks nothing and changes neither.
package assumed
