// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package classify says, for each session mode, whether a host or a user agent is known
// to never support it, known to usually support it, or highly variable, and what the
// "xr-session-supported" permission defaults to in consequence. It is asked about a host,
// about a user agent's build by its profile, or about the string that user agents send;
// and it proves, over the profiles of all who may send a string, that what is granted or
// denied without asking tells no two of them apart.
//
// A class depends only on what cannot be unplugged. The package has no type in
// which a headset that is attached, or a runtime, could be named, so no answer of its
// can tell a page anything about connected hardware. Whatever is unknown is highly
// variable: that class alone gives nothing away and grants nothing.
//
// Source: https://www.w3.org/TR/webxr/#fingerprinting.
package classify
