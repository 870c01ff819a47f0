// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package live_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	windowsregistry "golang.org/x/sys/windows/registry"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/openxr/loader/registry/live"
)

// The values come with their types, in the order in which they were made, and long ones in full.
func TestSource_ReadsEveryValue(t *testing.T) {
	const name = `SOFTWARE\xrprobe test of keys`
	made, _, err := windowsregistry.CreateKey(windowsregistry.CURRENT_USER, name, windowsregistry.ALL_ACCESS)
	require.NoError(t, err)
	defer func() { _ = windowsregistry.DeleteKey(windowsregistry.CURRENT_USER, name) }()
	this := live.Source()
	values, err := this.Values(registry.CurrentUser + `\` + name)
	require.NoError(t, err)
	require.Empty(t, values)
	long := strings.Repeat("x", 5000)
	require.NoError(t, made.SetDWordValue(`C:\b.json`, 0))
	require.NoError(t, made.SetStringValue("a", long))
	require.NoError(t, made.SetExpandStringValue("c", "%X%"))
	require.NoError(t, made.SetBinaryValue("d", []byte{1, 2, 3}))
	require.NoError(t, made.Close())
	values, err = this.Values(registry.CurrentUser + `\` + name)
	require.NoError(t, err)
	require.ElementsMatch(t, []registry.Value{
		{Name: `C:\b.json`, Kind: registry.DWord, Data: []byte{0, 0, 0, 0}}, {Name: "a", Kind: registry.String, Data: registry.TextData(long)},
		{Name: "c", Kind: registry.ExpandString, Data: registry.TextData("%X%")}, {Name: "d", Kind: registry.Binary, Data: []byte{1, 2, 3}},
	}, values)
	_, err = this.Values(registry.LocalMachine + `\SOFTWARE\there is none`)
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = this.Values(`HKEY_NONE\x`)
	require.Error(t, err)
}

func TestSource_ListsKeys(t *testing.T) {
	const name = `SOFTWARE\xrprobe test of lists`
	for _, below := range []string{"", `\b`, `\a`} {
		made, _, err := windowsregistry.CreateKey(windowsregistry.CURRENT_USER, name+below, windowsregistry.ALL_ACCESS)
		require.NoError(t, err)
		require.NoError(t, made.Close())
		defer func() { _ = windowsregistry.DeleteKey(windowsregistry.CURRENT_USER, name+below) }()
	}
	keys, lists := live.Source().(interface {
		Keys(key string) ([]string, error)
	})
	require.True(t, lists)
	names, err := keys.Keys(registry.CurrentUser + `\` + name)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"a", "b"}, names)
	names, err = keys.Keys(registry.CurrentUser + `\` + name + `\a`)
	require.NoError(t, err)
	require.Empty(t, names)
	_, err = keys.Keys(registry.CurrentUser + `\` + name + `\c`)
	require.ErrorIs(t, err, fs.ErrNotExist)
}
