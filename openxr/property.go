// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Property is what a system said in one structure that extends XrSystemProperties.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrSystemProperties
type Property struct {
	Struct xr.PropertyStruct
	State  PropertyState
	// Values are the members by OpenXR's names: a bool, a uint64, a string for an
	// enumeration or an identifier, a []string for flags. A member that the runtime left
	// alone, or wrote nonsense to, is not there.
	Values map[string]any
	// Err says why the structure failed, or what in it was not believed.
	Err error
}

// PropertyState says what became of the question for a structure.
type PropertyState int

// The states. NotEnabled means that the instance was made without the structure's
// extension, and that nothing was asked; Untouched, that the runtime succeeded and
// wrote nothing there; Failed, that it refuses whatever holds the structure.
const (
	PropertyNotEnabled PropertyState = iota
	PropertyReported
	PropertyUntouched
	PropertyFailed
)

// PropertiesOf asks for the structures, all in one call. Where that fails it asks for
// fewer at a time, until only those have failed that fail alone. The answer has one
// element for each structure, in their order.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetSystemProperties
func (s *System) PropertiesOf(structs []xr.PropertyStruct) []Property {
	answers := make([]Property, len(structs))
	var asked []*Property
	for i := range structs {
		answers[i].Struct = structs[i]
		if slices.Contains(s.instance.extensions, structs[i].Extension) {
			asked = append(asked, &answers[i])
		}
	}
	if err := s.askTogether(asked); err != nil {
		s.isolate(asked, err)
	}
	return answers
}

// isolate finds out which of some structures fail that have failed together. Where the
// question fails without any of them, they all have.
func (s *System) isolate(asked []*Property, err error) {
	if _, base := s.Properties(); base != nil {
		failed(asked, base)
		return
	}
	s.bisect(asked, err)
}

func (s *System) bisect(asked []*Property, err error) {
	if len(asked) == 1 {
		failed(asked, err)
		return
	}
	for _, half := range [][]*Property{asked[:len(asked)/2], asked[len(asked)/2:]} {
		if err := s.askTogether(half); err != nil {
			s.bisect(half, err)
		}
	}
}

func failed(asked []*Property, err error) {
	for _, p := range asked {
		p.State, p.Err = PropertyFailed, fmt.Errorf("%s: %w", p.Struct.Name, err)
	}
}

// askTogether makes one call with all the structures, and reads them.
func (s *System) askTogether(asked []*Property) error {
	if len(asked) == 0 {
		return nil
	}
	var chain Chain
	memory := make([][]byte, len(asked))
	for i, p := range asked {
		memory[i] = chain.askFor(p.Struct)
	}
	if _, err := s.PropertiesWith(&chain); err != nil {
		return err
	}
	for i, p := range asked {
		p.read(memory[i])
	}
	return nil
}

// read takes a structure's members in. What stands between them is nobody's.
func (p *Property) read(memory []byte) {
	p.State, p.Values = PropertyUntouched, map[string]any{}
	for _, m := range p.Struct.Members {
		content := memory[m.Offset : m.Offset+m.Size]
		if bytes.Count(content, []byte{untouched}) == len(content) {
			continue
		}
		p.State = PropertyReported
		value, believed := valueOf(m, content)
		if !believed {
			p.Err = &DistrustError{Command: "xrGetSystemProperties", Text: fmt.Sprintf("wrote %v to %s.%s, which is neither true nor false", value, p.Struct.Name, m.Name)}
			continue
		}
		p.Values[m.Name] = value
	}
}

// valueOf reads one member, and says whether it can be what it claims to be.
func valueOf(m xr.PropertyMember, content []byte) (any, bool) {
	if m.Kind == xr.MemberUUID {
		return fmt.Sprintf("%x-%x-%x-%x-%x", content[:4], content[4:6], content[6:8], content[8:10], content[10:]), true
	}
	number := unsigned(content)
	switch m.Kind {
	case xr.MemberBool:
		if number > uint64(xr.True) {
			return number, false
		}
		return number == uint64(xr.True), true
	case xr.MemberEnum:
		return enumName(m, number), true
	case xr.MemberFlags:
		return flagNames(m.Names, number), true
	default:
		return number, true
	}
}

func unsigned(content []byte) uint64 {
	switch len(content) {
	case 1:
		return uint64(content[0])
	case 2:
		return uint64(binary.NativeEndian.Uint16(content))
	case 4:
		return uint64(binary.NativeEndian.Uint32(content))
	default:
		return binary.NativeEndian.Uint64(content)
	}
}

func enumName(m xr.PropertyMember, value uint64) string {
	for _, named := range m.Names {
		if named.Value == value {
			return named.Name
		}
	}
	return fmt.Sprintf("%s(%d)", m.Type, int32(value))
}

// flagNames names the bits that are set; those without a name are one number.
func flagNames(bits []xr.NamedValue, value uint64) []string {
	names := []string{}
	for _, bit := range bits {
		if value&bit.Value == bit.Value {
			names = append(names, bit.Name)
			value &^= bit.Value
		}
	}
	if value != 0 {
		names = append(names, fmt.Sprintf("%#x", value))
	}
	return names
}
