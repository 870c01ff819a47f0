// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package known is what is known of browsers by their version, each row with its source: whether OpenXR is on unless somebody turns it
// on or off, whether pages have navigator.xr, and what pages meet today that the specifications do not tell.
//
//	fact, known := known.Of(known.Enabled, report.EngineChromium, "linux", 157)
//	for _, note := range known.Today(report.EngineChromium, 156) {
//
// It is a table, which is parsed when it is first needed, and looks at no machine. A version that no row has is not known, also one that is
// newer than all rows.
package known
