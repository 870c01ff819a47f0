// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"math"
)

// These two enumerations each have a generated file of their own.
const (
	resultEnum        = "XrResult"
	structureTypeEnum = "XrStructureType"
)

func (g *generator) emitEnums() error {
	return g.emitEnumsWhere(func(name string) bool { return name != resultEnum && name != structureTypeEnum })
}

func (g *generator) emitResults() error {
	return g.emitEnumsWhere(func(name string) bool { return name == resultEnum })
}

func (g *generator) emitStructureTypes() error {
	return g.emitEnumsWhere(func(name string) bool { return name == structureTypeEnum })
}

func (g *generator) emitEnumsWhere(wanted func(string) bool) error {
	for _, e := range g.Enums {
		if !wanted(e.Name) {
			continue
		}
		for _, v := range e.Values {
			if v.Value < math.MinInt32 || v.Value > math.MaxInt32 {
				return errorAt(v.Line, "%s is %d, which does not fit an enumeration", v.Name, v.Value)
			}
		}
		g.emitType(e.Name, "int32")
		if err := g.emitValues(e.Name, "values", e.Values); err != nil {
			return err
		}
		g.emitString(e)
	}
	return nil
}

func (g *generator) emitFlags() error {
	for _, f := range g.Flags {
		g.emitType(f.Name, "uint64")
		if err := g.emitValues(f.Name, "bits", f.Bits); err != nil {
			return err
		}
	}
	return nil
}

// emitValues writes the constants of an enumeration or flags type.
func (g *generator) emitValues(cType, what string, values []enumerant) error {
	if len(values) == 0 {
		return nil
	}
	goType := g.names.typeName(cType)
	g.printf("\n// The %s of %s.\nconst (\n", what, goType)
	for _, v := range values {
		value := fmt.Sprint(v.Value)
		if what == "bits" {
			value = fmt.Sprintf("%#x", uint64(v.Value))
		}
		if v.Alias != "" {
			var err error
			if value, err = g.reference(v.Line, v.Alias); err != nil {
				return err
			}
		}
		g.printf("%s %s = %s\n", g.names.constantName(v.Name), goType, value)
	}
	g.printf(")\n")
	return nil
}

// emitString writes the String method. If a number has two names, String returns the first
// one that is not an alias.
func (g *generator) emitString(e *enum) {
	goType := g.names.typeName(e.Name)
	g.printf("\n// String returns OpenXR's name of v, or %s(n) for a number without a name.\n", e.Name)
	g.printf("func (v %s) String() string {\n", goType)
	seen := map[int64]bool{}
	g.printf("switch v {\n")
	for _, v := range e.Values {
		if v.Alias != "" || seen[v.Value] {
			continue
		}
		seen[v.Value] = true
		g.printf("case %s:\nreturn %q\n", g.names.constantName(v.Name), v.Name)
	}
	g.printf("}\nreturn unknown(%q, int32(v))\n}\n", e.Name)
}
