// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows/registry"
)

// Creating the key together with the key above it, changing its value, and deleting both keys
// each cause a wake-up.
func TestWatchRegistry_Wakes(t *testing.T) {
	const above, key = `SOFTWARE\xrprobe test`, `SOFTWARE\xrprobe test\1`
	w := make(wakeups, 1000)
	r, err := WatchRegistry([]string{key, above, `SOFTWARE`}, w.wake)
	require.NoError(t, err)
	for range 3 {
		made, _, err := registry.CreateKey(registry.LOCAL_MACHINE, key, registry.ALL_ACCESS)
		require.NoError(t, err)
		w.requireOne(t)
		for _, value := range []string{"one", "two"} {
			require.NoError(t, made.SetStringValue("ActiveRuntime", value))
			w.requireOne(t)
		}
		require.NoError(t, made.Close())
		w.requireNone(t)
		require.NoError(t, registry.DeleteKey(registry.LOCAL_MACHINE, key))
		w.requireOne(t)
		require.NoError(t, registry.DeleteKey(registry.LOCAL_MACHINE, above))
		w.requireOne(t)
	}
	r.Close()
	made, _, err := registry.CreateKey(registry.LOCAL_MACHINE, above, registry.ALL_ACCESS)
	require.NoError(t, err)
	w.requireNone(t)
	require.NoError(t, made.Close())
	require.NoError(t, registry.DeleteKey(registry.LOCAL_MACHINE, above))
}

func TestWatchRegistry_NoKeyExists(t *testing.T) {
	_, err := WatchRegistry([]string{`SOFTWARE\there is none`}, func() {})
	require.ErrorIs(t, err, registry.ErrNotExist)
}
