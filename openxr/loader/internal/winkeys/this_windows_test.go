// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package winkeys_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	windowsregistry "golang.org/x/sys/windows/registry"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/winkeys"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// The values come with their types, in the order in which they were made, and long ones in full.
func TestThis_ReadsEveryValue(t *testing.T) {
	const name = `SOFTWARE\xrprobe test of keys`
	made, _, err := windowsregistry.CreateKey(windowsregistry.CURRENT_USER, name, windowsregistry.ALL_ACCESS)
	require.NoError(t, err)
	defer func() { _ = windowsregistry.DeleteKey(windowsregistry.CURRENT_USER, name) }()
	this := winkeys.This()
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
