// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"slices"
	"strings"
)

// extended has the structures that are extended by structures with properties of a system,
// and the names of the generated tables.
var extended = []struct{ name, table string }{
	{"XrSystemProperties", "SystemPropertyStructs"},
	{"XrViewConfigurationView", "ViewPropertyStructs"},
}

// uuidStruct is read as one identifier, not as a structure with members.
const uuidStruct = "XrUuid"

// emitPropertyStructs writes the tables of the structures with properties. They have what is
// needed to pass each structure to a runtime and to read it.
func (g *generator) emitPropertyStructs() error {
	var tables strings.Builder
	filled := false
	for _, e := range extended {
		var rows strings.Builder
		for _, s := range g.chosen.Structs {
			if !slices.Contains(s.Extends, e.name) {
				continue
			}
			row, err := g.propertyRow(e.name, s)
			if err != nil {
				return err
			}
			rows.WriteString(row)
			filled = true
		}
		fmt.Fprintf(&tables, "\n// %s returns the structures that extend %s, in the registry's order.\n// %s\n", e.table, e.name, anchor(e.name))
		fmt.Fprintf(&tables, "func %s() []PropertyStruct {\nreturn []PropertyStruct{\n%s}\n}\n", e.table, rows.String())
	}
	if filled {
		g.printf("\nimport \"unsafe\"\n")
	}
	g.printf("%s", tables.String())
	return nil
}

// propertyRow returns the row of a table for one structure.
func (g *generator) propertyRow(extends string, s structure) (string, error) {
	at := slices.IndexFunc(g.Extensions, func(x extension) bool { return slices.Contains(x.Structs, s.Name) })
	if at < 0 {
		return "", errorAt(s.Line, "%s extends %s and belongs to no extension, so nothing would read it", s.Name, extends)
	}
	if len(s.Members) < 2 || s.Members[0].Values == "" {
		return "", errorAt(s.Line, "%s extends %s and does not begin with its type", s.Name, extends)
	}
	structureType, err := g.reference(s.Line, s.Members[0].Values)
	if err != nil {
		return "", err
	}
	members, err := g.propertyMembers(s, s.Members[2:])
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("{\nName: %q, Extension: %s, Type: %s, Size: unsafe.Sizeof(%s{}),\nMembers: []PropertyMember{\n%s},\n},\n",
		s.Name, g.names.constantName(g.Extensions[at].NameString.Name), structureType, g.names.typeName(s.Name), members), nil
}

// propertyMembers returns the rows for the members of a structure. A member that is itself a
// structure is replaced by its members.
func (g *generator) propertyMembers(s structure, members []declaration) (string, error) {
	var b strings.Builder
	for _, m := range members {
		place := g.names.typeName(s.Name) + "{}." + g.names.memberName(m.Name)
		inner := slices.IndexFunc(g.chosen.Structs, func(other structure) bool { return other.Name == m.CType && other.Alias == "" })
		if inner < 0 || m.CType == uuidStruct || m.Pointers > 0 {
			kind, err := g.propertyKind(s, m)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "{Name: %q, Type: %q, Offset: unsafe.Offsetof(%s), Size: unsafe.Sizeof(%s), %s},\n", m.Name, m.CType, place, place, kind)
			continue
		}
		for _, part := range g.chosen.Structs[inner].Members {
			kind, err := g.propertyKind(g.chosen.Structs[inner], part)
			if err != nil {
				return "", err
			}
			within := place + "." + g.names.memberName(part.Name)
			partOf := g.names.typeName(m.CType) + "{}." + g.names.memberName(part.Name)
			fmt.Fprintf(&b, "{Name: %q, Type: %q, Offset: unsafe.Offsetof(%s) + unsafe.Offsetof(%s), Size: unsafe.Sizeof(%s), %s},\n",
				m.Name+"."+part.Name, part.CType, place, partOf, within, kind)
		}
	}
	return b.String(), nil
}

// propertyKind returns how a member is read. It returns an error for a type that package
// openxr cannot read, so that a structure of a newer registry is not silently left out.
func (g *generator) propertyKind(s structure, m declaration) (string, error) {
	cType := m.CType
	for _, other := range g.registry.Structs {
		if other.Name == cType && other.Alias != "" {
			cType = other.Alias
		}
	}
	unreadable := errorAt(m.Line, "nothing reads %s.%s, whose type is %s", s.Name, m.Name, m.CType)
	if m.Pointers > 0 || len(m.Dims) > 0 {
		return "", unreadable
	}
	switch cType {
	case "XrBool32":
		return "Kind: MemberBool", nil
	case "uint8_t", "uint16_t", "uint32_t", "uint64_t":
		return "Kind: MemberNumber", nil
	case "float":
		return "Kind: MemberFloat", nil
	case uuidStruct:
		return "Kind: MemberUUID", nil
	}
	for _, e := range g.Enums {
		if e.Name == cType {
			return "Kind: MemberEnum, Names: " + g.namedValues(e.Values, 32), nil
		}
	}
	for _, f := range g.Flags {
		if f.Name == cType {
			return "Kind: MemberFlags, Names: " + g.namedValues(slices.DeleteFunc(slices.Clone(f.Bits), isZeroBit), 64), nil
		}
	}
	return "", unreadable
}

// isZeroBit reports whether an enumerant of a flags type stands for zero, which is no bit.
func isZeroBit(bit enumerant) bool { return bit.Alias == "" && bit.Value == 0 }

// namedValues returns the Go list of enumerants. Their numbers are written as unsigned
// integers with the given number of bits.
func (g *generator) namedValues(values []enumerant, bits int) string {
	var b strings.Builder
	b.WriteString("[]NamedValue{\n")
	for _, v := range values {
		if v.Alias == "" {
			fmt.Fprintf(&b, "{%q, %#x},\n", v.Name, uint64(v.Value)<<(64-bits)>>(64-bits))
		}
	}
	b.WriteString("}")
	return b.String()
}
