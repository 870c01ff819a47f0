// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package registry

import (
	"encoding/binary"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf16"
)

// The roots of the registry that package loader reads.
const (
	LocalMachine = "HKEY_LOCAL_MACHINE"
	CurrentUser  = "HKEY_CURRENT_USER"
)

// Source is where values are read from: a [*Registry], or a machine's real registry. Its keys are those of the 64-bit view, in which
// the keys of 32-bit programs are below SOFTWARE\WOW6432Node.
type Source interface {
	// Values returns the values of a key in the order of the registry. The error matches fs.ErrNotExist if there is no such key.
	Values(key string) ([]Value, error)
}

// Lister is a source that also tells which keys there are.
type Lister interface {
	Source
	// Keys returns the names of the keys right below a key. The error matches fs.ErrNotExist if there is no such key.
	Keys(key string) ([]string, error)
}

// Kind is the type of a value, as Windows numbers it.
type Kind uint32

// The types that have a form of their own in files.
const (
	String       Kind = 1 // REG_SZ
	ExpandString Kind = 2 // REG_EXPAND_SZ: names of variables between percent signs stand for their values
	Binary       Kind = 3 // REG_BINARY
	DWord        Kind = 4 // REG_DWORD
	MultiString  Kind = 7 // REG_MULTI_SZ
	QWord        Kind = 11
)

// names are Windows' names of the types.
var names = map[Kind]string{0: "REG_NONE", String: "REG_SZ", ExpandString: "REG_EXPAND_SZ", Binary: "REG_BINARY", DWord: "REG_DWORD",
	5: "REG_DWORD_BIG_ENDIAN", 6: "REG_LINK", MultiString: "REG_MULTI_SZ", 8: "REG_RESOURCE_LIST", QWord: "REG_QWORD"}

// String returns the type's name in Windows, such as "REG_DWORD".
func (k Kind) String() string {
	if name, known := names[k]; known {
		return name
	}
	return "a type that has no name"
}

// Value is a value of a key. Its name is "" for the key's default value.
type Value struct {
	Name string
	Kind Kind
	// Data are the bytes that the registry holds: texts are UTF-16 with a NUL at the end, and numbers have the lowest byte first.
	Data []byte
}

// Text returns the text of a string, up to the first NUL.
func (v Value) Text() string {
	units := make([]uint16, 0, len(v.Data)/2)
	for i := 0; i+1 < len(v.Data); i += 2 {
		unit := binary.LittleEndian.Uint16(v.Data[i:])
		if unit == 0 {
			break
		}
		units = append(units, unit)
	}
	return string(utf16.Decode(units))
}

// Texts returns the texts of a REG_MULTI_SZ, which an empty one ends.
func (v Value) Texts() []string {
	var texts []string
	for rest := v; ; {
		text := rest.Text()
		if text == "" {
			return texts
		}
		texts = append(texts, text)
		rest.Data = rest.Data[min(len(TextData(text)), len(rest.Data)):]
	}
}

// TextData returns the data of a string with a text.
func TextData(text string) []byte {
	var data []byte
	for _, unit := range utf16.Encode([]rune(text + "\x00")) {
		data = binary.LittleEndian.AppendUint16(data, unit)
	}
	return data
}

// Registry is what files hold. The zero value is empty. It may be read by several goroutines at once, as long as none calls Read.
type Registry struct {
	// keys maps a key's name in one case to its values. A key exists only together with those above it.
	keys map[string][]Value
	// below maps a key's name in one case to the names of the keys right below it, as the files wrote them first.
	below map[string][]string
}

// Values returns the values of a key in the order in which the files set them. Case does not count in a key's name, which may also
// begin with HKLM or HKCU. The error matches fs.ErrNotExist if there is no such key.
func (r *Registry) Values(key string) ([]Value, error) {
	values, exists := r.keys[fold(key)]
	if !exists {
		return nil, &fs.PathError{Op: "open", Path: key, Err: fs.ErrNotExist}
	}
	return slices.Clone(values), nil
}

// Keys returns the names of the keys right below a key, in the order and the case in which the files named them first. The error matches
// fs.ErrNotExist if there is no such key.
func (r *Registry) Keys(key string) ([]string, error) {
	if _, exists := r.keys[fold(key)]; !exists {
		return nil, &fs.PathError{Op: "open", Path: key, Err: fs.ErrNotExist}
	}
	return slices.Clone(r.below[fold(key)]), nil
}

// Sort puts the values of each key in the order of their names, as the registry of Wine does, whatever the order in which they were set.
// Case does not count: Wine 10 compares small letters.
func (r *Registry) Sort() {
	for _, values := range r.keys {
		slices.SortStableFunc(values, func(a, b Value) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	}
}

// fold returns a name in one case, with its root in full.
func fold(key string) string {
	root, rest, below := strings.Cut(strings.ToUpper(strings.TrimRight(key, `\`)), `\`)
	if full, short := abbreviations[root]; short {
		root = full
	}
	if !below {
		return root
	}
	return root + `\` + rest
}

// roots are the names with which keys begin in files, and abbreviations their short names.
var (
	roots         = []string{LocalMachine, CurrentUser, "HKEY_CLASSES_ROOT", "HKEY_USERS", "HKEY_CURRENT_CONFIG"}
	abbreviations = map[string]string{"HKLM": LocalMachine, "HKCU": CurrentUser, "HKCR": "HKEY_CLASSES_ROOT", "HKU": "HKEY_USERS", "HKCC": "HKEY_CURRENT_CONFIG"}
)

// create makes a key, and those above it.
func (r *Registry) create(key string) {
	if r.keys == nil {
		r.keys, r.below = map[string][]Value{}, map[string][]string{}
	}
	for key != "" {
		name := fold(key)
		if _, exists := r.keys[name]; exists {
			return
		}
		r.keys[name] = nil
		key = strings.TrimRight(key, `\`)
		cut := strings.LastIndex(key, `\`)
		if cut < 0 {
			return
		}
		above := fold(key[:cut])
		r.below[above] = append(r.below[above], key[cut+1:])
		key = key[:cut]
	}
}

// remove deletes a key and all below it.
func (r *Registry) remove(key string) {
	gone := fold(key)
	for name := range r.keys {
		if name == gone || strings.HasPrefix(name, gone+`\`) {
			delete(r.keys, name)
			delete(r.below, name)
		}
	}
	cut := strings.LastIndex(gone, `\`)
	if cut < 0 {
		return
	}
	if above := gone[:cut]; len(r.below[above]) > 0 { // a file may delete what no file has
		r.below[above] = slices.DeleteFunc(r.below[above], func(name string) bool { return strings.ToUpper(name) == gone[cut+1:] })
	}
}

// set puts a value into a key. One that has a value keeps its place.
func (r *Registry) set(key string, v Value) {
	values := r.keys[fold(key)]
	if at := indexOf(values, v.Name); at >= 0 {
		v.Name = values[at].Name
		values[at] = v
		return
	}
	r.keys[fold(key)] = append(values, v)
}

// unset deletes a value of a key.
func (r *Registry) unset(key, name string) {
	values := r.keys[fold(key)]
	if at := indexOf(values, name); at >= 0 {
		r.keys[fold(key)] = slices.Delete(values, at, at+1)
	}
}

// indexOf returns the place of a value; case does not count.
func indexOf(values []Value, name string) int {
	upper := strings.ToUpper(name)
	return slices.IndexFunc(values, func(v Value) bool { return strings.ToUpper(v.Name) == upper })
}
