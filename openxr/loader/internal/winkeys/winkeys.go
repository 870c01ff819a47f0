// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package winkeys

import (
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// The keys below a root, and the value that names the active runtime.
const (
	OpenXR            = software + `Khronos\OpenXR\1`
	AvailableRuntimes = OpenXR + `\AvailableRuntimes`
	ImplicitLayers    = OpenXR + `\ApiLayers\Implicit`
	ExplicitLayers    = OpenXR + `\ApiLayers\Explicit`
	ActiveRuntime     = "ActiveRuntime"
)

const (
	software = `SOFTWARE\`
	// Of32Bit is the key below HKEY_LOCAL_MACHINE in which a 64-bit Windows keeps what 32-bit programs see as SOFTWARE. Below
	// HKEY_CURRENT_USER both see the same keys:
	// https://learn.microsoft.com/windows/win32/winprog64/shared-registry-keys
	Of32Bit = software + "WOW6432Node"
)

// For32Bit returns where a 64-bit Windows keeps what 32-bit programs see at a key below HKEY_LOCAL_MACHINE.
func For32Bit(key string) string { return Of32Bit + `\` + strings.TrimPrefix(key, software) }

// Has32BitView reports whether a registry has keys that only 32-bit programs see.
func Has32BitView(source registry.Source) bool {
	_, err := source.Values(registry.LocalMachine + `\` + Of32Bit)
	return err == nil
}
