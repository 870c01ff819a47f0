// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

func (g *generator) emitBaseTypes() error {
	for _, b := range g.BaseTypes {
		underlying, ok := basicTypes[b.CType]
		if !ok {
			return errorAt(b.Line, "base type %s is made of the unknown type %s", b.Name, b.CType)
		}
		g.emitType(b.Name, underlying)
	}
	return nil
}

// emitHandles writes every handle as a uint64: handles have 64 bits on every architecture.
func (g *generator) emitHandles() error {
	for _, h := range g.Handles {
		g.emitType(h.Name, "uint64")
	}
	return nil
}

// emitPlatform writes the opaque types from other headers that structures and commands use.
func (g *generator) emitPlatform() error {
	used := map[string]bool{}
	for _, s := range g.chosen.Structs {
		for _, m := range s.Members {
			used[m.CType] = true
		}
	}
	for _, c := range g.chosen.Commands {
		for _, p := range c.Params {
			used[p.CType] = true
		}
	}
	for _, cName := range slices.Sorted(maps.Keys(used)) {
		if goType, ok := lookUpSpecial(foreignType, cName); ok && goType == opaque {
			name := foreignName(cName, goType)
			reason := specialCases[specialKey{foreignType, cName}].Reason
			g.printf("\n// %s is %s from another header (%s). It is passed only by address.\n", name, cName, reason)
			g.printf("type %s struct{ _ byte }\n", name)
		}
	}
	return nil
}

func (g *generator) emitExtensions() error {
	g.printf("\n// The names and versions of the extensions.\nconst (\n")
	for _, x := range g.Extensions {
		version, err := g.constantValue(x.SpecVersion)
		if err != nil {
			return err
		}
		g.printf("%s = %q\n", g.names.constantName(x.NameString.Name), x.Name)
		g.printf("%s = %s\n", g.names.constantName(x.SpecVersion.Name), version)
	}
	g.printf(")\n")
	g.emitDependencies()
	return nil
}

// emitDependencies writes ExtensionDependencies. It returns all alternatives of a dependency,
// because only the caller knows which of them a runtime has.
func (g *generator) emitDependencies() {
	g.printf("\n// ExtensionDependencies returns the names of the extensions that an extension depends on.\n")
	g.printf("// If any one of several extensions is enough, the result has all of them. It is nil if there are none,\n// and for an extension that is not in the registry.\n")
	g.printf("func ExtensionDependencies(extension string) []string {\nswitch extension {\n")
	for _, x := range g.Extensions {
		if len(x.Depends) > 0 {
			g.printf("case %s:\nreturn []string{%s}\n", g.names.constantName(x.NameString.Name), quotedList(x.Depends))
		}
	}
	g.printf("}\nreturn nil\n}\n")
}

func quotedList(names []string) string {
	quoted := make([]string, 0, len(names))
	for _, name := range names {
		quoted = append(quoted, strconv.Quote(name))
	}
	return strings.Join(quoted, ", ")
}
