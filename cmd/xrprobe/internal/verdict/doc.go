// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package verdict says in one sentence what a report means for immersive sessions. It derives
// from the list of supported modes alone, so that it never contradicts that list, and it
// says nothing that a data sheet only assumes.
package verdict
