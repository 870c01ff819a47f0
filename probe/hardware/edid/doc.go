// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package edid reads what a display says of itself, from the bytes that the system keeps of it:
//
//	display, err := edid.Parse(raw)
//	display.ID()                        // such as "HVRAA01"
//	display.LargestMode                 // in pixels
//	signs := display.Declares()         // does it say that it is a headset, and how
//	signs = display.NonDesktop()        // does Linux keep the desktop off it, and why
//	known.Displays(display.Vendor, display.Product, display.Name) // what others know of it
//
// These three answers are different facts, and most headsets declare nothing.
//
// It reads the base block, CTA-861 and DisplayID blocks, and Microsoft's vendor block. A display
// says how many blocks it has. What follows them belongs to something else, and is never
// read: programs that collect EDIDs often read a display twice. If declared blocks are missing,
// the rest is still an answer. A wrong checksum is a fact about a block, and no reason to
// ignore it. HDMI's own count of blocks, for displays with more than old programs can read, is not
// used.
//
// Serial numbers and Container IDs identify one device. Only a Reader with Identify keeps them, and
// only in Display.Identity.
//
// It opens no file. It reads each byte a fixed number of times, and trusts no count.
//
// Sources: VESA E-EDID Standard, release A, revision 2; CTA-861-H; VESA DisplayID 1.3 and 2.0 as
// edid-decode and the kernel's drm_displayid.c implement them; Microsoft, "EDID extension (VSDB)
// for HMDs and specialized monitors".
package edid
