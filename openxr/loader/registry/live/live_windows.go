// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package live

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/sys/windows"
	windowsregistry "golang.org/x/sys/windows/registry"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// Source returns the registry of this machine, which can also list keys, as a [registry.Registry] does. Programs of every architecture
// see its 64-bit view, if Windows has one.
func Source() registry.Source { return source{} }

// maxValues bounds how many values of a key are read, and maxKeys how many keys below one.
const (
	maxValues = 4096
	maxKeys   = 4096
)

type source struct{}

// open opens a key. The error matches fs.ErrNotExist if there is no such key.
func open(key string, access uint32) (windowsregistry.Key, error) {
	root, rest, _ := strings.Cut(key, `\`)
	roots := map[string]windowsregistry.Key{registry.LocalMachine: windowsregistry.LOCAL_MACHINE, registry.CurrentUser: windowsregistry.CURRENT_USER}
	if roots[root] == 0 {
		return 0, fmt.Errorf("%s: the root of the key is not known", key)
	}
	open, err := windowsregistry.OpenKey(roots[root], rest, access|windowsregistry.WOW64_64KEY)
	if errors.Is(err, windowsregistry.ErrNotExist) {
		err = fs.ErrNotExist
	}
	if err != nil {
		return 0, &fs.PathError{Op: "open", Path: key, Err: err}
	}
	return open, nil
}

// Keys returns the names of the keys right below a key, at most 4096 of them.
func (source) Keys(key string) ([]string, error) {
	open, err := open(key, windowsregistry.ENUMERATE_SUB_KEYS)
	if err != nil {
		return nil, err
	}
	defer func() { _ = open.Close() }()
	names, err := open.ReadSubKeyNames(maxKeys)
	if err != nil && !errors.Is(err, io.EOF) { // the end comes before the bound
		return names, &fs.PathError{Op: "list", Path: key, Err: err}
	}
	return names, nil
}

// Values returns the values of a key in the registry's order.
func (source) Values(key string) ([]registry.Value, error) {
	open, err := open(key, windowsregistry.QUERY_VALUE)
	if err != nil {
		return nil, err
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
