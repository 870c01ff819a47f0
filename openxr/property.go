// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"runtime"
	"slices"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Property is what a runtime wrote to one structure that extends XrSystemProperties or
// XrViewConfigurationView.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrSystemProperties
type Property struct {
	Struct xr.PropertyStruct
	State  PropertyState
	// Values are the members by OpenXR's names. A member that the runtime did not write, or
	// wrote nonsense to, is missing.
	Values map[string]Value
	// Err is a [*DistrustError] if a member has a value that its type does not have.
	Err error
	// ambiguous is set if a member has the value that it had before the call.
	ambiguous bool
}

// PropertyState says whether a runtime filled a structure.
type PropertyState int

// The states of a structure.
const (
	// PropertyNotEnabled: the instance does not have the structure's extension enabled, so
	// the structure was not passed to the runtime.
	PropertyNotEnabled PropertyState = iota
	// PropertyReported: the runtime wrote at least one member.
	PropertyReported
	// PropertyUntouched: the call succeeded, but the runtime wrote no member.
	PropertyUntouched
)

// PropertiesOf reads the structures, all in one call. If the call fails, there is no result
// for any structure. The result has one element for each structure, in their order.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetSystemProperties
func (s *System) PropertiesOf(structs []xr.PropertyStruct) ([]Property, error) {
	properties, err := s.propertiesOf(structs, 0)
	if err != nil {
		return nil, err
	}
	var again []int
	var asked []xr.PropertyStruct
	for i, p := range properties {
		if p.ambiguous {
			again, asked = append(again, i), append(asked, p.Struct)
		}
	}
	if again == nil {
		return properties, nil
	}
	second, err := s.propertiesOf(asked, 1)
	if err != nil {
		return nil, err
	}
	for i, at := range again {
		properties[at] = second[i]
	}
	return properties, nil
}

// propertiesOf makes one call, before which the structures have the first values of a round.
func (s *System) propertiesOf(structs []xr.PropertyStruct, round int) ([]Property, error) {
	var chain Chain
	memory := s.instance.chainOf(&chain, structs, round)
	if _, err := s.PropertiesWith(&chain); err != nil {
		return nil, err
	}
	return readProperties("xrGetSystemProperties", structs, memory, round), nil
}

const viewsCommand = "xrEnumerateViewConfigurationViews"

// ViewPropertiesOf reads the structures for each view of a view configuration, all in one
// call. If the call fails, there is no result for any structure. The result has one element
// for each view, which has one element for each structure, in their order.
//
// XrFoveatedViewConfigurationViewVARJO is an input that requests foveated views. Its values
// are the image sizes that the views then have; [View] has the sizes without foveation.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrViewConfigurationView
func (s *System) ViewPropertiesOf(configuration xr.ViewConfigurationType, structs []xr.PropertyStruct) ([][]Property, error) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	extended := map[*xr.ViewConfigurationView]*extendedView{}
	views, err := s.enumerateViews(configuration, func(v *xr.ViewConfigurationView) {
		extended[v] = s.instance.extend(v, structs, &pinner)
	})
	for v, e := range extended {
		v.Next = nil
		e.chain.unlink()
	}
	if err != nil {
		return nil, err
	}
	properties := make([][]Property, len(views))
	for i := range views {
		properties[i] = readProperties(viewsCommand, structs, extended[&views[i]].memory, 0)
		for j := range properties[i] {
			properties[i][j].readFoveated(&views[i])
		}
	}
	return properties, nil
}

// extendedView is the chain of a view, and the memory of each structure in it.
type extendedView struct {
	chain  Chain
	memory [][]byte
}

// extend chains structures to a view. In a foveated structure it sets the member that
// requests a foveated view.
func (i *Instance) extend(v *xr.ViewConfigurationView, structs []xr.PropertyStruct, pinner *runtime.Pinner) *extendedView {
	e := &extendedView{}
	e.memory = i.chainOf(&e.chain, structs, 0)
	v.Next = e.chain.link(pinner)
	for at, memory := range e.memory {
		if memory != nil && isFoveated(structs[at]) {
			(*xr.FoveatedViewConfigurationViewVARJO)(unsafe.Pointer(&memory[0])).FoveatedRenderingActive = xr.True
		}
	}
	return e
}

func isFoveated(s xr.PropertyStruct) bool { return s.Type == xr.TypeFoveatedViewConfigurationViewVARJO }

// readFoveated replaces the values of a foveated structure, which is an input, by the sizes
// that the view has because of it.
func (p *Property) readFoveated(view *xr.ViewConfigurationView) {
	if p.State == PropertyNotEnabled || !isFoveated(p.Struct) {
		return
	}
	p.Values = map[string]Value{
		"recommendedImageRectWidth":  numberValue(uint64(view.RecommendedImageRectWidth)),
		"recommendedImageRectHeight": numberValue(uint64(view.RecommendedImageRectHeight)),
		"maxImageRectWidth":          numberValue(uint64(view.MaxImageRectWidth)),
		"maxImageRectHeight":         numberValue(uint64(view.MaxImageRectHeight)),
	}
}

// chainOf appends the structures whose extensions are enabled to chain. It returns the
// memory of each structure, and nil for those that it did not append.
func (i *Instance) chainOf(chain *Chain, structs []xr.PropertyStruct, round int) [][]byte {
	memory := make([][]byte, len(structs))
	for at, s := range structs {
		if slices.Contains(i.extensions, s.Extension) {
			memory[at] = chain.appendProperty(s, round)
		}
	}
	return memory
}

// readProperties reads each structure that has memory.
func readProperties(command string, structs []xr.PropertyStruct, memory [][]byte, round int) []Property {
	properties := make([]Property, len(structs))
	for i := range structs {
		properties[i].Struct = structs[i]
		if memory[i] != nil {
			properties[i].read(command, memory[i], round)
		}
	}
	return properties
}

// read reads the members of a structure after a round. It ignores the padding between them.
func (p *Property) read(command string, memory []byte, round int) {
	p.State, p.Values = PropertyUntouched, map[string]Value{}
	for _, m := range p.Struct.Members {
		content := memory[m.Offset : m.Offset+m.Size]
		if first, has := startOf(m, round); has && bytes.Equal(content, first) {
			p.ambiguous = true
			continue
		}
		if bytes.Count(content, []byte{untouched}) == len(content) {
			continue
		}
		p.State = PropertyReported
		value, valid := valueOf(m, content)
		if !valid {
			p.Err = &DistrustError{Command: command, Text: fmt.Sprintf("wrote %v to %s.%s, which is not a value of the type %s", value, p.Struct.Name, m.Name, m.Type)}
			continue
		}
		p.Values[m.Name] = value
	}
}

// valueOf reads one member, and reports whether the type of the member has this value.
func valueOf(m xr.PropertyMember, content []byte) (Value, bool) {
	if m.Kind == xr.MemberUUID {
		return textValue(fmt.Sprintf("%x-%x-%x-%x-%x", content[:4], content[4:6], content[6:8], content[8:10], content[10:])), true
	}
	number := unsigned(content)
	switch m.Kind {
	case xr.MemberFloat:
		f := float64(math.Float32frombits(uint32(number)))
		return realValue(f), !math.IsNaN(f)
	case xr.MemberBool:
		if number > uint64(xr.True) {
			return numberValue(number), false
		}
		return boolValue(number == uint64(xr.True)), true
	case xr.MemberEnum:
		return textValue(enumName(m, number)), true
	case xr.MemberFlags:
		return namesValue(flagNames(m.Names, number)), true
	default:
		return numberValue(number), true
	}
}

// unsigned reads an integer of 1, 2, 4 or 8 bytes.
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

// enumName returns OpenXR's name of an enumerant, or its type and number if it has none.
func enumName(m xr.PropertyMember, value uint64) string {
	for _, named := range m.Names {
		if named.Value == value {
			return named.Name
		}
	}
	return fmt.Sprintf("%s(%d)", m.Type, int32(value))
}

// flagNames returns the names of the bits that are set. The bits without a name are the
// last element, as one hexadecimal number.
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
