// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import "go/token"

func (g *generator) emitStructs() error {
	g.printf("\nimport \"unsafe\"\n")
	for _, s := range g.chosen.Structs {
		name := g.names.typeName(s.Name)
		if s.Alias != "" {
			if g.bases[s.Alias].Form != composite {
				return errorAt(s.Line, "structure %s is an alias of the unknown %s", s.Name, s.Alias)
			}
			g.printf("\n// %s is %s, another name of %s: %s\n", name, s.Name, s.Alias, anchor(s.Name))
			g.printf("type %s = %s\n", name, g.names.typeName(s.Alias))
			continue
		}
		if err := g.emitStruct(name, s); err != nil {
			return err
		}
	}
	return nil
}

func (g *generator) emitStruct(name string, s structure) error {
	g.printf("\n// %s is %s: %s\n", name, s.Name, anchor(s.Name))
	g.printf("type %s struct {\n", name)
	for _, m := range s.Members {
		field := g.names.memberName(m.Name)
		if !token.IsIdentifier(field) {
			return errorAt(m.Line, "%q cannot be the name of a field", m.Name)
		}
		t, err := g.memberType(m)
		if err != nil {
			return err
		}
		comment := ""
		if m.Values != "" {
			value, err := g.reference(m.Line, m.Values)
			if err != nil {
				return err
			}
			comment = " // " + value
		}
		g.printf("%s %s%s\n", field, t, comment)
	}
	g.printf("}\n")
	return nil
}
