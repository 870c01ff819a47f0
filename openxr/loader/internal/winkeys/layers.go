// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package winkeys

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/openxr/loader/registry/live"
)

// This returns the registry of this machine, or nil if it has none.
func This() registry.Source { return live.Source() }

// State says what becomes of a value that names manifests.
type State uint8

// The states of an entry.
const (
	// On: the number is 0, and the loader reads what the name lists.
	On State = iota
	// Off: the number is not 0.
	Off
	// Faulty: the value is no number that the loader can read, or its name is too long.
	Faulty
	// Hidden: a faulty value comes before this one.
	Hidden
)

// Entry is a value of a key whose names are manifests.
type Entry struct {
	Name  string
	State State
	// Text says why the loader does not read what the name lists; "" for On. Fix says what to do about a fault.
	Text, Fix string
}

// The size of a DWORD, and how many UTF-16 units of a value's name the loader's buffer takes, with the NUL at the end.
const (
	dwordSize = 4
	maxName   = 1023
)

// IsZero reports whether a value is a number of 0, as the loader sees it, which looks at four bytes of any type.
func IsZero(v registry.Value) bool {
	return len(v.Data) == dwordSize && binary.LittleEndian.Uint32(v.Data) == 0
}

// Entries says of each value of a key what becomes of it.
func Entries(key string, values []registry.Value) []Entry {
	read, culprit := readable(values)
	list := make([]Entry, 0, len(values))
	for i, v := range values {
		e := Entry{Name: v.Name}
		switch {
		case i >= read && i != culprit:
			e.State, e.Fix = Hidden, Unregister(key, values[culprit].Name)
			e.Text = fmt.Sprintf("the loader stops reading %s at the value %+q, which comes before it.", key, values[culprit].Name)
		case i == culprit || len(v.Data) != dwordSize:
			e.State, e.Fix = Faulty, Unregister(key, v.Name)
			e.Text = fmt.Sprintf("its value in %s is %s, so the loader reads neither the value nor what follows it.", key, fault(v))
		case !IsZero(v):
			e.State = Off
			e.Text = fmt.Sprintf("its value in %s is %d, and the loader reads only manifests with 0", key, binary.LittleEndian.Uint32(v.Data))
		}
		list = append(list, e)
	}
	return list
}

// readable returns how many values of a key the loader reads, and which one stops it, or -1. The loader asks for each value with a
// buffer of the last value's size, at first a DWORD's, and stops when one does not fit; so a shorter one stops it at the next DWORD.
func readable(values []registry.Value) (read, culprit int) {
	size, shrunk := dwordSize, -1
	for i, v := range values {
		switch {
		case len(utf16.Encode([]rune(v.Name))) >= maxName, len(v.Data) > size && shrunk < 0:
			return i, i
		case len(v.Data) > size:
			return i, shrunk
		case len(v.Data) < size:
			size, shrunk = len(v.Data), i
		}
	}
	return len(values), -1
}

func fault(v registry.Value) string {
	if len(v.Data) == dwordSize {
		return fmt.Sprintf("below a name of more than %d characters", maxName-1)
	}
	return fmt.Sprintf("%s of %d bytes where a REG_DWORD is needed", v.Kind, len(v.Data))
}

// Unregister says how a value is deleted.
func Unregister(key, name string) string {
	as := ""
	if strings.HasPrefix(key, registry.LocalMachine) {
		as = ", as administrator"
	}
	if name == "" {
		return fmt.Sprintf(`Delete the default value%s: reg delete "%s" /ve /f`, as, key)
	}
	return fmt.Sprintf(`Delete the value%s: reg delete "%s" /v "%s" /f`, as, key, name)
}
