// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"errors"

	"golang.org/x/sys/windows/registry"
)

// activeRuntime reads the registry as programs of this architecture see it (rule W3).
func activeRuntime() (value string, found bool, err error) {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, ActiveRuntimeKey, registry.QUERY_VALUE)
	if err == nil {
		defer func() { _ = key.Close() }()
		var kind uint32
		value, kind, err = key.GetStringValue("ActiveRuntime")
		if err == nil && kind == registry.EXPAND_SZ {
			value, err = registry.ExpandString(value)
		}
	}
	if errors.Is(err, registry.ErrNotExist) {
		return "", false, nil
	}
	return value, err == nil, err
}
