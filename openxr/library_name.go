// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

// loaderLibrary returns the file name of the Khronos loader on an operating system, in
// Go's words (runtime.GOOS). The dynamic linker finds it by this name.
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
