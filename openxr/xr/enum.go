// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

import "strconv"

// unknown returns the text for a value of an enumeration that has no name in the registry.
func unknown(enum string, value int32) string {
	return enum + "(" + strconv.Itoa(int(value)) + ")"
}
