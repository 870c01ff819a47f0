// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package retell carries the texts and fixes of a report's problems to the other places of the report that speak of the same fault: the
// causes of runtimes, the reasons of modes, and what a program gets. So one fault has one text and one fix. It finds no fault itself,
// and reads nothing but the report.
package retell
