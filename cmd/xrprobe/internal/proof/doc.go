// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package proof prints what the registry's proof over profiles found: which user agents send the same strings, and can be told apart
// by what their pages are granted or denied. It reads no profiles and proves nothing itself.
package proof
