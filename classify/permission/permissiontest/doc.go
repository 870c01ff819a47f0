// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package permissiontest tests what the code of package permission cannot see to: the
// prompt that an embedder draws, its event loop, its WebGL contexts and its page cache.
//
// [Run] drives a user agent through what pages and users do, once with a headset and once
// without, and requires that a page which has no consent observes the same. An embedder
// implements [UserAgent], [Browser] and [Page] over its own and calls Run from a test.
//
// It tests the side channels that are the embedder's contract: makeXRCompatible and
// contexts made compatible (S10), what a prompt does to the page (S12), adapters and lost
// contexts (S13), what a question starts on the machine (S17), and the back/forward cache
// (S19). It never judges how long answers take: that law is the gate's, and tested there.
//
// Source: https://www.w3.org/TR/webxr/#fingerprinting.
package permissiontest
