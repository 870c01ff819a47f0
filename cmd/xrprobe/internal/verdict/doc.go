// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package verdict says in one sentence what a report means for immersive sessions. It reads
// only the list of supported modes, so that it never contradicts that list, and it
// says nothing that a data sheet only assumes.
package verdict
