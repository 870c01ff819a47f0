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

// Property is what a system said in one structure that extends XrSystemProperties or
// XrViewConfigurationView.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrSystemProperties
type Property struct {
	Struct xr.PropertyStruct
	State  PropertyState
	// Values are the members by OpenXR's names. A member that the runtime did not write, or
	// wrote nonsense to, is missing.
	Values map[string]Value
	// Err says what in the structure was not believed.
	Err error
}

// PropertyState says what became of the question for a structure.
type PropertyState int

// The states. NotEnabled means that the instance was made without the structure's
// extension, and that nothing was asked; Untouched, that the runtime succeeded and
// wrote nothing there.
const (
	PropertyNotEnabled PropertyState = iota
	PropertyReported
	PropertyUntouched
)

// PropertiesOf asks for the structures, all in one call, which fails as a whole. The
// answer has one element for each structure, in their order.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetSystemProperties
func (s *System) PropertiesOf(structs []xr.PropertyStruct) ([]Property, error) {
	var chain Chain
	memory := s.instance.chainOf(&chain, structs)
	if _, err := s.PropertiesWith(&chain); err != nil {
		return nil, err
	}
	return readProperties("xrGetSystemProperties", structs, memory), nil
}

const viewsCommand = "xrEnumerateViewConfigurationViews"

// ViewPropertiesOf asks for the structures of each view of a view configuration, all in
// one call, which fails as a whole. The answer has one element for each view, and in that
// one for each structure, in their order. Of foveated views, which are asked for by saying
// so, it has the sizes that [View] has without.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrViewConfigurationView
func (s *System) ViewPropertiesOf(configuration xr.ViewConfigurationType, structs []xr.PropertyStruct) ([][]Property, error) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	asked := map[*xr.ViewConfigurationView]*extendedView{}
	views, err := s.enumerateViews(configuration, func(v *xr.ViewConfigurationView) {
		asked[v] = s.instance.extend(v, structs, &pinner)
	})
	for v, e := range asked {
		v.Next = nil
		e.chain.unlink()
	}
	if err != nil {
		return nil, err
	}
	answers := make([][]Property, len(views))
	for i := range views {
		answers[i] = readProperties(viewsCommand, structs, asked[&views[i]].memory)
		for j := range answers[i] {
			answers[i][j].readFoveated(&views[i])
		}
	}
	return answers, nil
}

// extendedView is what is chained to a view, and the memory of each structure.
type extendedView struct {
	chain  Chain
	memory [][]byte
}

// extend chains structures to a view. Whether it is to be foveated is said to the runtime.
func (i *Instance) extend(v *xr.ViewConfigurationView, structs []xr.PropertyStruct, pinner *runtime.Pinner) *extendedView {
	e := &extendedView{}
	e.memory = i.chainOf(&e.chain, structs)
	v.Next = e.chain.link(pinner)
	for at, memory := range e.memory {
		if memory != nil && isFoveated(structs[at]) {
			(*xr.FoveatedViewConfigurationViewVARJO)(unsafe.Pointer(&memory[0])).FoveatedRenderingActive = xr.True
		}
	}
	return e
}

func isFoveated(s xr.PropertyStruct) bool { return s.Type == xr.TypeFoveatedViewConfigurationViewVARJO }

// readFoveated replaces what was said to a runtime by what came of it.
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

// chainOf chains the structures whose extensions are enabled, and returns the memory of
// each; nil for the others.
func (i *Instance) chainOf(chain *Chain, structs []xr.PropertyStruct) [][]byte {
	memory := make([][]byte, len(structs))
	for at, s := range structs {
		if slices.Contains(i.extensions, s.Extension) {
			memory[at] = chain.appendProperty(s)
		}
	}
	return memory
}

func readProperties(command string, structs []xr.PropertyStruct, memory [][]byte) []Property {
	answers := make([]Property, len(structs))
	for i := range structs {
		answers[i].Struct = structs[i]
		if memory[i] != nil {
			answers[i].read(command, memory[i])
		}
	}
	return answers
}

// read takes a structure's members in. What stands between them is nobody's.
func (p *Property) read(command string, memory []byte) {
	p.State, p.Values = PropertyUntouched, map[string]Value{}
	for _, m := range p.Struct.Members {
		content := memory[m.Offset : m.Offset+m.Size]
		if bytes.Count(content, []byte{untouched}) == len(content) {
			continue
		}
		p.State = PropertyReported
		value, believed := valueOf(m, content)
		if !believed {
			p.Err = &DistrustError{Command: command, Text: fmt.Sprintf("wrote %v to %s.%s, which is no value of the type %s", value, p.Struct.Name, m.Name, m.Type)}
			continue
		}
		p.Values[m.Name] = value
	}
}

// valueOf reads one member, and reports whether the member's type has such a value.
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
