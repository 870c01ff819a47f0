// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package classify says, for each session mode, whether a host or a user agent is known to
// never support it, is known to usually support it, or is highly variable. The permission
// "xr-session-supported" starts as denied, granted or prompt accordingly:
//
//	host := classify.Host{OS: "linux", FormFactor: classify.Laptop}
//	for _, class := range classify.Classify(host) {
//		fmt.Println(class.Mode, class.Class, class.Default(), class.Because)
//	}
//
// It classifies a [Host], a user agent's build by its [Profile], and, with package useragent,
// a user-agent string. A [Registry] proves for a set of profiles that pages cannot tell user
// agents that send the same strings apart by what they grant or deny without asking.
//
// A class depends only on what cannot be unplugged. No type in the package can hold an
// attached headset or a runtime, so no class can tell a page anything about connected
// hardware. Whatever is unknown is highly variable: that class reveals nothing and grants
// nothing. The package reads no file and asks no machine.
//
// Source: https://www.w3.org/TR/webxr/#fingerprinting.
package classify
