// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"slices"
	"strings"
)

// The structure whose extensions say what a system can do, and a structure that a
// member of those may be.
const (
	systemProperties = "XrSystemProperties"
	uuidStruct       = "XrUuid"
)

// emitSystemProperties writes the table of the structures that extend XrSystemProperties,
// with what is needed to ask for each of them and to read it.
func (g *generator) emitSystemProperties() error {
	var rows strings.Builder
	for _, s := range g.chosen.Structs {
		if !slices.Contains(s.Extends, systemProperties) {
			continue
		}
		row, err := g.propertyRow(s)
		if err != nil {
			return err
		}
		rows.WriteString(row)
	}
	if rows.Len() > 0 {
		g.printf("\nimport \"unsafe\"\n")
	}
	g.printf("\n// SystemPropertyStructs returns the structures that extend XrSystemProperties, in the registry's order.\n")
	g.printf("// %s\n", anchor(systemProperties))
	g.printf("func SystemPropertyStructs() []PropertyStruct {\nreturn []PropertyStruct{\n%s}\n}\n", rows.String())
	return nil
}

func (g *generator) propertyRow(s structure) (string, error) {
	at := slices.IndexFunc(g.Extensions, func(x extension) bool { return slices.Contains(x.Structs, s.Name) })
	if at < 0 {
		return "", errorAt(s.Line, "%s extends %s and belongs to no extension: nothing would ask for it", s.Name, systemProperties)
	}
	if len(s.Members) < 2 || s.Members[0].Values == "" {
		return "", errorAt(s.Line, "%s extends %s and does not begin with its type", s.Name, systemProperties)
	}
	structureType, err := g.reference(s.Line, s.Members[0].Values)
	if err != nil {
		return "", err
	}
	goName := g.names.typeName(s.Name)
	var b strings.Builder
	fmt.Fprintf(&b, "{\nName: %q, Extension: %s, Type: %s, Size: unsafe.Sizeof(%s{}),\nMembers: []PropertyMember{\n",
		s.Name, g.names.constantName(g.Extensions[at].NameString.Name), structureType, goName)
	for _, m := range s.Members[2:] {
		kind, err := g.propertyKind(s, m)
		if err != nil {
			return "", err
		}
		field := goName + "{}." + g.names.memberName(m.Name)
		fmt.Fprintf(&b, "{Name: %q, Type: %q, Offset: unsafe.Offsetof(%s), Size: unsafe.Sizeof(%s), %s},\n", m.Name, m.CType, field, field, kind)
	}
	b.WriteString("},\n},\n")
	return b.String(), nil
}

// propertyKind says how a member is read. A kind that nothing reads is an error, so that
// it is not a newer registry's structure that goes missing in silence.
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
			return "Kind: MemberFlags, Names: " + g.namedValues(slices.DeleteFunc(slices.Clone(f.Bits), isNoBit), 64), nil
		}
	}
	return "", unreadable
}

// isNoBit tells a name for no bit at all.
func isNoBit(bit enumerant) bool { return bit.Alias == "" && bit.Value == 0 }

// namedValues writes names with their numbers, as unsigned ones of so many bits.
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
