// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package program says which API layers an OpenXR program gets beside the active runtime, and whether they let it start. It
// decides from files and from what the runtime answered, and loads nothing.
package program
