// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package permissiontest tests the part of a user agent that package permission cannot
// control: its prompt, its event loop, its WebGL contexts and its page cache.
//
//	func TestUserAgent_KeepsHeadsetsPrivate(t *testing.T) {
//		permissiontest.Run(t, myUserAgent{})
//	}
//
// An embedder implements [UserAgent], [Browser] and [Page] over its own user agent. [Run]
// does what pages and users do, once with a headset and once without, and requires that a
// page without consent observes the same.
//
// It tests the side channels that the embedder must close: makeXRCompatible and compatible
// contexts (S10), what a prompt does to the page (S12), adapters and lost contexts (S13),
// what a question starts on the machine (S17), and the back/forward cache (S19). It never
// checks how long answers take: the gate draws these times, and its own tests check them.
//
// Source: https://www.w3.org/TR/webxr/#fingerprinting.
package permissiontest
