// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

import "strconv"

// unknown writes an enumeration's value that the registry does not name.
func unknown(enum string, value int32) string {
	return enum + "(" + strconv.Itoa(int(value)) + ")"
}
