// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

func (g *generator) emitConstants() error {
	var lines strings.Builder
	for _, c := range g.Constants {
		value, err := g.constantValue(c)
		if err != nil {
			return err
		}
		fmt.Fprintf(&lines, "%s %s = %s // %s\n", g.names.constantName(c.Name), g.constantType(c), value, c.Name)
	}
	if strings.Contains(lines.String(), "unsafe.") {
		g.printf("\nimport \"unsafe\"\n")
	}
	g.printf("\n// The constants of OpenXR and of its extensions.\nconst (\n%s)\n", lines.String())
	return nil
}

// constantType returns the Go type of a constant, or "" for an untyped one: what special.go
// says, or, for XR_NULL_X, the type XrX if there is one.
func (g *generator) constantType(c constant) string {
	if cType, ok := lookUpSpecial(typeOf, c.Name); ok {
		return g.names.typeName(cType)
	}
	name, ok := strings.CutPrefix(g.names.constantName(c.Name), "Null")
	if !ok {
		return ""
	}
	for _, b := range g.BaseTypes {
		if g.names.typeName(b.Name) == name {
			return name
		}
	}
	return ""
}

var (
	integerLiteral = regexp.MustCompile(`^(-?(?:0x[0-9A-Fa-f]+|[0-9]+))(?:[uU]?[lL]{0,2})$`)
	versionCall    = regexp.MustCompile(`^XR_MAKE_VERSION\((\d+), (\d+), (\d+|XR_VERSION_PATCH\(XR_CURRENT_API_VERSION\))\)$`)
)

// constantValue returns the Go expression for the value of a constant.
func (g *generator) constantValue(c constant) (string, error) {
	if c.Alias != "" {
		return g.reference(c.Line, c.Alias)
	}
	if m := integerLiteral.FindStringSubmatch(c.Value); m != nil {
		return m[1], nil
	}
	if operand, ok := sizeofOperand(c.Value); ok {
		if g.bases[operand].Form != composite {
			return "", errorAt(c.Line, "%s is the size of the unknown structure %s", c.Name, operand)
		}
		return "unsafe.Sizeof(" + g.names.typeName(operand) + "{})", nil
	}
	if m := versionCall.FindStringSubmatch(c.Value); m != nil {
		patch := m[3]
		if strings.HasPrefix(patch, "XR_") {
			patch = strconv.Itoa(int(g.version[2]))
		}
		return m[1] + "<<48 | " + m[2] + "<<32 | " + patch, nil
	}
	return g.reference(c.Line, c.Value)
}

// reference returns the Go name of a constant, or an error if there is no such constant.
func (g *generator) reference(line int, cName string) (string, error) {
	if !g.constants[cName] {
		return "", errorAt(line, "%q is neither a number nor the name of a constant", cName)
	}
	return g.names.constantName(cName), nil
}

// apiVersion returns the version of the registry.
func (r *registry) apiVersion() ([3]uint16, error) {
	var version [3]uint16
	for _, c := range r.Constants {
		if c.Name != "XR_CURRENT_API_VERSION" {
			continue
		}
		m := versionCall.FindStringSubmatch(c.Value)
		if m == nil {
			return version, errorAt(c.Line, "%s has the value %q", c.Name, c.Value)
		}
		for i := range version {
			v, err := strconv.ParseUint(m[i+1], 10, 16)
			if err != nil {
				return version, errorAt(c.Line, "%s has the value %q", c.Name, c.Value)
			}
			version[i] = uint16(v)
		}
		return version, nil
	}
	return version, errorAt(1, "the registry does not define XR_CURRENT_API_VERSION")
}
