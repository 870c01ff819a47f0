// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"strconv"
	"strings"
)

// basicTypes has the Go types of C's own types. A char is a byte of UTF-8.
var basicTypes = map[string]string{
	"char":      "byte",
	"float":     "float32",
	"double":    "float64",
	"int8_t":    "int8",
	"uint8_t":   "uint8",
	"int16_t":   "int16",
	"uint16_t":  "uint16",
	"int32_t":   "int32",
	"uint32_t":  "uint32",
	"int64_t":   "int64",
	"uint64_t":  "uint64",
	"size_t":    "uintptr",
	"uintptr_t": "uintptr",
}

// form is how a C type is passed to a function.
type form int

const (
	integer   form = iota // in an integer register
	floating              // in a floating-point register
	composite             // a structure by value
	pointed               // only by its address
)

// goBase is the Go type of a C type without pointers and arrays.
type goBase struct {
	Name string
	Form form
}

// goBases returns the Go type of every C type that the registry declares or mentions.
func (r *registry) goBases(n naming) map[string]goBase {
	bases := map[string]goBase{}
	for c, name := range basicTypes {
		bases[c] = goBase{name, integer}
	}
	bases["float"] = goBase{basicTypes["float"], floating}
	bases["double"] = goBase{basicTypes["double"], floating}
	for s, t := range specialCases {
		if s.Kind == foreignType {
			bases[s.Name] = goBase{foreignName(s.Name, t.Text), foreignForm(t.Text)}
		}
	}
	for _, b := range r.BaseTypes {
		bases[b.Name] = goBase{n.typeName(b.Name), integer}
	}
	for _, h := range r.Handles {
		bases[h.Name] = goBase{n.typeName(h.Name), integer}
	}
	for _, e := range r.Enums {
		bases[e.Name] = goBase{n.typeName(e.Name), integer}
	}
	for _, f := range r.Flags {
		bases[f.Name] = goBase{n.typeName(f.Name), integer}
		bases[f.BitsName] = bases[f.Name]
	}
	for _, s := range r.Structs {
		bases[s.Name] = goBase{n.typeName(s.Name), composite}
	}
	return bases
}

// foreignName returns the Go type of a type from another header: goType, which the table of
// special cases has, or, if that is opaque, the C name in camel case without "_t".
func foreignName(cName, goType string) string {
	if goType != opaque {
		return goType
	}
	var b strings.Builder
	for word := range strings.SplitSeq(strings.TrimSuffix(cName, "_t"), "_") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// foreignForm returns how a foreign type is passed to a function.
func foreignForm(goType string) form {
	switch {
	case goType == opaque, goType == untyped:
		return pointed
	case strings.HasPrefix(goType, "struct"), strings.HasPrefix(goType, "["):
		return composite
	}
	return integer
}

// resolve returns the Go base of a declaration's type. A function pointer is a uintptr,
// because it is the address of code and never points to Go memory.
func (g *generator) resolve(d declaration) (goBase, error) {
	if strings.HasPrefix(d.CType, "PFN_") {
		return goBase{"uintptr", integer}, nil
	}
	base, ok := g.bases[d.CType]
	if !ok {
		return base, errorAt(d.Line, "%s has the unknown type %s", d.Name, d.CType)
	}
	return base, nil
}

// memberType returns the Go type of a member.
func (g *generator) memberType(d declaration) (string, error) {
	base, err := g.resolve(d)
	if err != nil {
		return "", err
	}
	dims, err := g.dimensions(d)
	if err != nil {
		return "", err
	}
	if base.Form == pointed && d.Pointers == 0 {
		return "", errorAt(d.Line, "%s holds %s by value, whose size is not known", d.Name, d.CType)
	}
	if base.Name != untyped {
		return dims + strings.Repeat("*", d.Pointers) + base.Name, nil
	}
	return dims + strings.Repeat("*", d.Pointers-1) + "unsafe.Pointer", nil
}

// parameterType returns the Go type of a parameter. C passes an array by its address.
func (g *generator) parameterType(d declaration) (string, error) {
	if len(d.Dims) == 0 {
		return g.memberType(d)
	}
	base, err := g.resolve(d)
	if err != nil {
		return "", err
	}
	if base.Form == pointed && d.Pointers == 0 {
		return "unsafe.Pointer", nil
	}
	t, err := g.memberType(d)
	return "*" + t, err
}

// argument returns the expression that converts a parameter to a uintptr for an integer
// register. It returns an error for types that C passes in other registers.
func (g *generator) argument(command string, d declaration) (string, error) {
	name := g.names.parameterName(d.Name)
	t, err := g.parameterType(d)
	if err != nil {
		return "", err
	}
	if t == "unsafe.Pointer" {
		return "uintptr(" + name + ")", nil
	}
	if strings.HasPrefix(t, "*") {
		return "uintptr(unsafe.Pointer(" + name + "))", nil
	}
	base, err := g.resolve(d)
	if err != nil {
		return "", err
	}
	if base.Form != integer {
		return "", errorAt(d.Line, "command %s takes %s %s by value, which package dl cannot pass", command, d.CType, d.Name)
	}
	return "uintptr(" + name + ")", nil
}

// dimensions returns the array lengths of a declaration in Go: "[2][MaxNameSize]".
func (g *generator) dimensions(d declaration) (string, error) {
	var b strings.Builder
	for _, dim := range d.Dims {
		if _, err := strconv.ParseUint(dim, 10, 31); err != nil {
			if !g.constants[dim] {
				return "", errorAt(d.Line, "%s has the unknown length %s", d.Name, dim)
			}
			dim = g.names.constantName(dim)
		}
		b.WriteString("[" + dim + "]")
	}
	return b.String(), nil
}
