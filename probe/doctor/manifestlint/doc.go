// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package manifestlint is the linters about what runtimes' manifests say. It reads manifests, and changes none.
package manifestlint
