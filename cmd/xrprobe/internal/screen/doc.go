// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package screen is the parts of what xrprobe prints for people: runtimes, modes, API layers, places that were searched, and what a page
// learns. It reads reports and nothing else.
package screen
