// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// keyValues are the values of a key, by their names in lower case.
type keyValues map[string]registry.Value

// values reads a key. The error is a sentence for people.
func (m machine) values(key string) (keyValues, error) {
	source := m.RegistrySource()
	if source == nil {
		return nil, errors.New("what the registry holds is not known")
	}
	list, err := source.Values(key)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, noKey{key}
	case err != nil && len(list) == 0:
		return nil, fmt.Errorf("the key %s of the registry cannot be read", key)
	}
	values := keyValues{}
	for _, v := range list {
		values[strings.ToLower(v.Name)] = v
	}
	return values, nil
}

func (v keyValues) text(name string) string {
	value := v[strings.ToLower(name)]
	if value.Kind != registry.String && value.Kind != registry.ExpandString {
		return ""
	}
	return clean(value.Text())
}

func (v keyValues) number(name string) (uint32, bool) {
	value, found := v[strings.ToLower(name)]
	if !found || value.Kind != registry.DWord || len(value.Data) != 4 {
		return 0, false
	}
	return binary.LittleEndian.Uint32(value.Data), true
}

// isWine reports whether the programs of a Windows run under Wine, which makes a key of its own.
func (m machine) isWine() bool {
	if m.Wine != nil {
		return m.Wine()
	}
	_, err := m.values(registry.LocalMachine + `\SOFTWARE\Wine`)
	return err == nil
}

// noKey says that the registry, or the part of it that is known, has no such key. It matches fs.ErrNotExist.
type noKey struct{ key string }

func (e noKey) Error() string        { return "what is known of the registry has no key " + e.key }
func (e noKey) Is(target error) bool { return target == fs.ErrNotExist }
