// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package parts makes tables of a report's parts, and says why a table is empty. What a data
// sheet assumes is marked in its cell.
//
// It reads reports only.
package parts
