// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

// loaderLibrary returns the file name by which the dynamic linker finds the Khronos loader
// on an operating system, which has the name that runtime.GOOS gives it.
func loaderLibrary(goos string) string {
	switch goos {
	case "windows":
		return "openxr_loader.dll"
	case "darwin", "ios":
		return "libopenxr_loader.dylib"
	case "linux":
		return "libopenxr_loader.so.1"
	default:
		return "libopenxr_loader.so"
	}
}
