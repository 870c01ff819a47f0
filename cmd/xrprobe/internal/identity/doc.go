// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package identity tells people which runtime is which: its name, its library, whose that
// is, and which manifests name it. It reads reports and nothing else.
package identity
