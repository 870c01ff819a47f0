// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// maxChain is longer than any sensible chain of structures.
const maxChain = 1024

// writeProperties fills the chained structures whose extensions are enabled. It does not
// write structures and members that the sheet does not have.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#valid-usage-for-structure-pointer-chains
func (o *instanceObject) writeProperties(next unsafe.Pointer, structs []xr.PropertyStruct, known map[string]map[string]any) {
	for range maxChain {
		if next == nil {
			return
		}
		header := (*xr.BaseOutStructure)(next)
		at := slices.IndexFunc(structs, func(s xr.PropertyStruct) bool { return s.Type == header.Type })
		if at >= 0 && slices.Contains(o.extensions, structs[at].Extension) {
			memory := unsafe.Slice((*byte)(next), structs[at].Size)
			for _, m := range structs[at].Members {
				if value, known := known[structs[at].Name][m.Name]; known {
					content, _ := memberBytes(m, value) // the sheet was checked
					copy(memory[m.Offset:], content)
				}
			}
		}
		next = unsafe.Pointer(header.Next)
	}
}

// viewStructs returns the structures that a runtime fills for a view. The caller, not the
// runtime, fills XrFoveatedViewConfigurationViewVARJO.
func viewStructs() []xr.PropertyStruct {
	return slices.DeleteFunc(xr.ViewPropertyStructs(), func(s xr.PropertyStruct) bool { return s.Type == xr.TypeFoveatedViewConfigurationViewVARJO })
}

// memberBytes returns the bytes of a member's value in this machine's memory. The value has
// a form that [System.Properties] describes; the error says which one the member needs.
func memberBytes(m xr.PropertyMember, value any) ([]byte, error) {
	switch m.Kind {
	case xr.MemberBool:
		if b, ok := value.(bool); ok {
			return nativeBytes(uint64(xr.MakeBool(b)), m.Size), nil
		}
		return nil, fmt.Errorf("it has to be true or false")
	case xr.MemberEnum:
		if number, ok := valueNamed(m, value); ok {
			return nativeBytes(number, m.Size), nil
		}
		return nil, fmt.Errorf("it has to be one of %s", nameList(m))
	case xr.MemberFlags:
		return flagBytes(m, value)
	case xr.MemberUUID:
		return uuidBytes(value)
	case xr.MemberFloat:
		return floatBytes(value)
	default:
		if f, ok := value.(float64); ok && f >= 0 && f == float64(uint64(f)) && f < float64(uint64(1)<<(8*min(m.Size, 6))) {
			return nativeBytes(uint64(f), m.Size), nil
		}
		return nil, fmt.Errorf("it has to be a whole number of %d bits", 8*m.Size)
	}
}

func flagBytes(m xr.PropertyMember, value any) ([]byte, error) {
	names, ok := value.([]any)
	var flags uint64
	for _, name := range names {
		bit, known := valueNamed(m, name)
		flags |= bit
		ok = ok && known
	}
	if !ok {
		return nil, fmt.Errorf("it has to be a list of %s", nameList(m))
	}
	return nativeBytes(flags, m.Size), nil
}

func uuidBytes(value any) ([]byte, error) {
	text, _ := value.(string)
	content, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
	if err != nil || len(content) != 16 {
		return nil, fmt.Errorf("it has to be a UUID")
	}
	return content, nil
}

// floatBytes accepts "Infinity", and a number in the range of a float32.
func floatBytes(value any) ([]byte, error) {
	f, ok := value.(float64)
	switch {
	case value == "Infinity":
		f = math.Inf(1)
	case !ok || math.IsInf(float64(float32(f)), 0):
		return nil, fmt.Errorf("it has to be a number that fits into 32 bits, or \"Infinity\"")
	}
	return nativeBytes(uint64(math.Float32bits(float32(f))), 4), nil
}

func valueNamed(m xr.PropertyMember, name any) (uint64, bool) {
	for _, named := range m.Names {
		if named.Name == name {
			return named.Value, true
		}
	}
	return 0, false
}

func nameList(m xr.PropertyMember) string {
	names := make([]string, 0, len(m.Names))
	for _, named := range m.Names {
		names = append(names, named.Name)
	}
	return strings.Join(names, ", ")
}

// nativeBytes returns the size bytes of a number in this machine's byte order.
func nativeBytes(number uint64, size uintptr) []byte {
	switch size {
	case 1:
		return []byte{byte(number)}
	case 2:
		return binary.NativeEndian.AppendUint16(nil, uint16(number))
	case 4:
		return binary.NativeEndian.AppendUint32(nil, uint32(number))
	default:
		return binary.NativeEndian.AppendUint64(nil, number)
	}
}

// enumerateSpatialCapabilities is unsupported if the sheet does not have the answer.
func enumerateSpatialCapabilities(instance xr.Instance, id xr.SystemID, capacity uint32, count *uint32, first *xr.SpatialCapabilityEXT) uintptr {
	return onSystem(instance, id, "xrEnumerateSpatialCapabilitiesEXT", []any{capacity, count, first}, func(_ *instanceObject, system System) xr.Result {
		if system.SpatialCapabilities == nil {
			return xr.ErrorFunctionUnsupported
		}
		return enumerate(system.SpatialCapabilities, capacity, count, first, func(to *xr.SpatialCapabilityEXT, from string) {
			*to = mustFindNamed(from, spatialCapabilities())
		})
	})
}
