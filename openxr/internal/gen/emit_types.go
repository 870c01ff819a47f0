// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

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

// emitHandles writes every handle as 64 bits, which it is on every architecture.
func (g *generator) emitHandles() error {
	for _, h := range g.Handles {
		g.emitType(h.Name, "uint64")
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
	return nil
}
