// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package winkeys

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/sys/windows"
	windowsregistry "golang.org/x/sys/windows/registry"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// This returns the registry of this machine. Programs of every architecture see its 64-bit view, if Windows has one.
func This() registry.Source { return this{} }

// maxValues bounds how many values of a key are read.
const maxValues = 4096

type this struct{}

// Values returns the values of a key in the registry's order.
func (this) Values(key string) ([]registry.Value, error) {
	root, rest, _ := strings.Cut(key, `\`)
	roots := map[string]windowsregistry.Key{registry.LocalMachine: windowsregistry.LOCAL_MACHINE, registry.CurrentUser: windowsregistry.CURRENT_USER}
	if roots[root] == 0 {
		return nil, fmt.Errorf("%s: the root of the key is not known", key)
	}
	open, err := windowsregistry.OpenKey(roots[root], rest, windowsregistry.QUERY_VALUE|windowsregistry.WOW64_64KEY)
	if errors.Is(err, windowsregistry.ErrNotExist) {
		return nil, &fs.PathError{Op: "open", Path: key, Err: fs.ErrNotExist}
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: key, Err: err}
	}
	defer func() { _ = open.Close() }()
	names, err := open.ReadValueNames(maxValues)
	if err != nil && len(names) == 0 {
		return []registry.Value{}, nil // Windows says so of a key without values
	}
	values := make([]registry.Value, 0, len(names))
	for _, name := range names {
		v, err := read(open, name)
		if errors.Is(err, windowsregistry.ErrNotExist) {
			continue // it was deleted meanwhile
		}
		if err != nil {
			return values, &fs.PathError{Op: "read", Path: key + ", " + name, Err: err}
		}
		values = append(values, v)
	}
	return values, nil
}

// read reads one value, which may grow meanwhile.
func read(key windowsregistry.Key, name string) (registry.Value, error) {
	buffer := make([]byte, 1024)
	for {
		n, kind, err := key.GetValue(name, buffer)
		if errors.Is(err, windowsregistry.ErrShortBuffer) || errors.Is(err, windows.ERROR_MORE_DATA) {
			buffer = make([]byte, max(n, 2*len(buffer)))
			continue
		}
		return registry.Value{Name: name, Kind: registry.Kind(kind), Data: slices.Clone(buffer[:n])}, err
	}
}
