// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package process

import "golang.org/x/sys/windows"

// IsUnderWine reports whether Wine runs this process: only Wine's ntdll exports wine_get_version.
func IsUnderWine() bool {
	return windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
}
