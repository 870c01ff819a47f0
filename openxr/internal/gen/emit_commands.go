// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"slices"
	"strings"
)

// emitCommands writes a function for each command whose address does not come from
// xrGetInstanceProcAddr, a method of Commands for every other command, and the table of
// their names. The commands that need no instance come first.
func (g *generator) emitCommands() error {
	groups := map[string][]command{}
	for _, c := range g.chosen.Commands {
		if c.Result != resultEnum {
			return errorAt(c.Line, "command %s returns %s, not %s", c.Name, c.Result, resultEnum)
		}
		group, _ := lookUpSpecial(addressOf, c.Name)
		groups[group] = append(groups[group], c)
	}
	methods := slices.Concat(groups[global], groups[""])
	g.printf("\nimport (\n\"unsafe\"\n\n\"github.com/xrprobe/xrprobe/openxr/internal/dl\"\n)\n")
	g.emitCommandTable(methods, len(groups[global]))
	for _, c := range groups[direct] {
		if err := g.emitDirect(c); err != nil {
			return err
		}
	}
	for _, c := range methods {
		if err := g.emitMethod(c); err != nil {
			return err
		}
	}
	return nil
}

func (g *generator) emitCommandTable(methods []command, globals int) {
	g.printf("\n// The indexes of the commands in Commands.\nconst (\n")
	for i, c := range methods {
		g.printf("command%s", g.names.commandName(c.Name))
		if i == 0 {
			g.printf(" = iota")
		}
		g.printf("\n")
	}
	g.printf(")\n\n// The first globalCommandCount commands need no instance.\nconst (\n")
	g.printf("globalCommandCount = %d\ncommandCount = %d\n)\n", globals, len(methods))
	g.printf("\n// commandNames has the names by which the commands are looked up.\nvar commandNames = [commandCount]string{\n")
	for _, c := range methods {
		g.printf("%q,\n", c.Name)
	}
	g.printf("}\n")
}

// emitDirect writes a function that takes the address of its command.
func (g *generator) emitDirect(c command) error {
	parameters, err := g.parameters(c)
	if err != nil {
		return err
	}
	arguments, err := g.arguments(c)
	if err != nil {
		return err
	}
	name := g.names.commandName(c.Name)
	g.printf("\n// %s calls the %s at address, or returns ErrorFunctionUnsupported if that is 0: %s\n", name, c.Name, anchor(c.Name))
	g.printf("func %s(address uintptr, %s) Result {\n", name, parameters.declared())
	g.printf("if address == 0 {\nreturn ErrorFunctionUnsupported\n}\n")
	g.printf("return Result(int32(dl.Call(address, %s)))\n}\n", arguments)
	return nil
}

// emitMethod writes a method of Commands. If an argument does not fit an integer register,
// the method uses a bound function, which is slower.
func (g *generator) emitMethod(c command) error {
	name := g.names.commandName(c.Name)
	parameters, err := g.parameters(c)
	if err != nil {
		return err
	}
	g.printf("\n// %s calls %s, or returns ErrorFunctionUnsupported if it was not found: %s\n", name, c.Name, anchor(c.Name))
	g.printf("func (c *Commands) %s(%s) Result {\n", name, parameters.declared())
	if g.needsBinding(c) {
		g.printf("var function func(%s) Result\n", parameters.types())
		g.printf("if !c.bind(command%s, &function) {\nreturn ErrorFunctionUnsupported\n}\n", name)
		g.printf("return function(%s)\n}\n", parameters.names())
		return nil
	}
	arguments, err := g.arguments(c)
	if err != nil {
		return err
	}
	g.printf("address := c.find(command%s)\nif address == 0 {\nreturn ErrorFunctionUnsupported\n}\n", name)
	g.printf("return Result(int32(dl.Call(address, %s)))\n}\n", arguments)
	return nil
}

// needsBinding reports whether a command takes a floating-point number or a structure by value.
func (g *generator) needsBinding(c command) bool {
	for _, p := range c.Params {
		base, err := g.resolve(p)
		if err == nil && p.Pointers == 0 && len(p.Dims) == 0 && (base.Form == floating || base.Form == composite) {
			return true
		}
	}
	return false
}

// parameter is a parameter of a Go function.
type parameter struct{ name, goType string }

type parameterList []parameter

func (l parameterList) join(part func(parameter) string) string {
	var parts []string
	for _, p := range l {
		parts = append(parts, part(p))
	}
	return strings.Join(parts, ", ")
}

func (l parameterList) declared() string {
	return l.join(func(p parameter) string { return p.name + " " + p.goType })
}

func (l parameterList) names() string { return l.join(func(p parameter) string { return p.name }) }

func (l parameterList) types() string { return l.join(func(p parameter) string { return p.goType }) }

func (g *generator) parameters(c command) (parameterList, error) {
	var list parameterList
	for _, p := range c.Params {
		t, err := g.parameterType(p)
		if err != nil {
			return nil, err
		}
		list = append(list, parameter{g.names.parameterName(p.Name), t})
	}
	return list, nil
}

// arguments returns the arguments of the foreign call. The call itself converts each one,
// because dl.Call keeps memory alive only for conversions in its argument list.
func (g *generator) arguments(c command) (string, error) {
	var converted []string
	for _, p := range c.Params {
		argument, err := g.argument(c.Name, p)
		if err != nil {
			return "", err
		}
		converted = append(converted, argument)
	}
	return strings.Join(converted, ", "), nil
}
