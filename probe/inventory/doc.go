// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package inventory joins what a probe found, what WebXR makes of it and how the
// host is classified into one record for people.
//
// It asks nothing and decides nothing of its own. A page's question never comes
// here: that is the permission gate's.
package inventory
