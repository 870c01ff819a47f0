// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package permissiontest tests the part of a user agent that package permission cannot
// control: its prompts, its event loops, its WebGL contexts, its page cache, and what it tells
// the gate about its pages.
//
//	func TestUserAgent_KeepsHeadsetsPrivate(t *testing.T) {
//		permissiontest.Run(t, myUserAgent{})
//		permissiontest.ShowTeeth(t, myUserAgent{})
//	}
//
// An embedder implements [UserAgent], [Browser], [Page] and [Prompt] over its own user agent. [Run]
// does what pages and users do. Where it can, it does so once with a headset and once without,
// and requires that a page without consent observes the same. [ShowTeeth] gives the same
// user agent one flaw at a time, and requires that the check that is about it fails.
//
// The checks carry the names of the rules, promises and side channels in QUESTIONNAIRE.md and
// rules.tsv:
//   - answers: consent, refusals, pending tasks, remembered denials, change events, a headset that
//     comes later (R-FP-4, R-PERM-6, S2 to S8)
//   - contexts (S10, S13), and devicechange (R-FP-6)
//   - prompts of both kinds: what they say, what they do to the page, how many are up, and when they
//     go (R-PERM-10, S12, Q-11)
//   - sessions: how a request fails, begins and ends (S11, R-CON-2)
//   - policy, frames, origins and modes (S14, R-PERM-3, S15, S16)
//   - private windows (R-INC-1, Q-7, S18)
//   - pages that are hidden, frozen or closed
//   - what a question starts on the machine (S17), and the page cache (S19)
//
// It sees what the embedder's methods report, and no more: an event that Seen leaves out, or a
// process that Touched does not count, is not found. It never checks how long answers take (S1,
// S9): the gate draws these times, and its own tests check them. ENGINES.md lists what else it
// does not reach.
//
// Source: https://www.w3.org/TR/webxr/#fingerprinting.
package permissiontest
