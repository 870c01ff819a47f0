// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import "github.com/xrprobe/xrprobe/openxr/loader"

// Without returns the view that programs in whose environment a variable is not set have of a host.
func Without(h loader.Host, name string) loader.Host {
	before := h.Getenv
	h.LookupEnv = func(asked string) (string, bool) {
		if asked == name {
			return "", false
		}
		return before(asked)
	}
	return h
}
