// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import "golang.org/x/sys/windows"

// processIsUnderWine reports whether Wine runs this process: only Wine's ntdll exports wine_get_version.
func processIsUnderWine() bool {
	return windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
}
