// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package report holds the report: what xrprobe found on one machine, as Go types
// and as a JSON Schema ([Schema]).
//
// The contract, stated once: an answer is yes, no or unknown. A key is never
// missing. null means unknown or not asked, and the runtime's status, reached
// level and cause say why; an empty list means "asked, and there are none".
// Enumerations carry OpenXR's own names, or the number where OpenXR has no name.
// Within schema version 1 fields may be added; none changes its meaning.
//
// The package computes nothing, and imports the standard library and
// modes/webxr alone, so that browser builds can read reports.
package report
