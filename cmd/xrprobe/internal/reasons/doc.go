// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package reasons says why session modes are supported or not.
//
//	texts := reasons.Once(found) // one for each mode; each reason stands once
//
// It asks nothing and changes nothing: it reads a report.
package reasons
