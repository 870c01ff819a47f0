// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows/registry"
)

// The key is made and unmade with those above it, and its value changes: each is noticed.
func TestTheRegistryWakes(t *testing.T) {
	const above, key = `SOFTWARE\xrprobe test`, `SOFTWARE\xrprobe test\1`
	w := make(woken, 1000)
	r, err := WatchRegistry([]string{key, above, `SOFTWARE`}, w.wake)
	require.NoError(t, err)
	for range 3 {
		made, _, err := registry.CreateKey(registry.LOCAL_MACHINE, key, registry.ALL_ACCESS)
		require.NoError(t, err)
		w.once(t)
		for _, value := range []string{"one", "two"} {
			require.NoError(t, made.SetStringValue("ActiveRuntime", value))
			w.once(t)
		}
		require.NoError(t, made.Close())
		w.never(t)
		require.NoError(t, registry.DeleteKey(registry.LOCAL_MACHINE, key))
		w.once(t)
		require.NoError(t, registry.DeleteKey(registry.LOCAL_MACHINE, above))
		w.once(t)
	}
	r.Close()
	made, _, err := registry.CreateKey(registry.LOCAL_MACHINE, above, registry.ALL_ACCESS)
	require.NoError(t, err)
	w.never(t)
	require.NoError(t, made.Close())
	require.NoError(t, registry.DeleteKey(registry.LOCAL_MACHINE, above))
}

// A registry without the key and those above it cannot be watched.
func TestTheRegistryWithoutAnyKey(t *testing.T) {
	_, err := WatchRegistry([]string{`SOFTWARE\there is none`}, func() {})
	require.ErrorIs(t, err, registry.ErrNotExist)
}
