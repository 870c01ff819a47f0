// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"slices"
	"strings"
)

// emitCommands writes a function for each command whose address comes from elsewhere, a method of
// Commands for each other one, and the table of their names: those that need no instance first.
func (g *generator) emitCommands() error {
	groups := map[string][]command{}
	for _, c := range g.chosen.Commands {
		if c.Result != resultEnum {
			return errorAt(c.Line, "command %s returns %s, not %s", c.Name, c.Result, resultEnum)
		}
		group, _ := ask(addressOf, c.Name)
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
	g.printf("\n// Indexes of Commands.\nconst (\n")
	for i, c := range methods {
		g.printf("command%s", g.names.commandName(c.Name))
		if i == 0 {
			g.printf(" = iota")
		}
		g.printf("\n")
	}
	g.printf(")\n\n// The first globalCommandCount commands need no instance.\nconst (\n")
	g.printf("globalCommandCount = %d\ncommandCount = %d\n)\n", globals, len(methods))
	g.printf("\n// commandNames are the names to look the commands up by.\nvar commandNames = [commandCount]string{\n")
	for _, c := range methods {
		g.printf("%q,\n", c.Name)
	}
	g.printf("}\n")
}

func (g *generator) emitDirect(c command) error {
	parameters, arguments, err := g.signature(c)
	if err != nil {
		return err
	}
	name := g.names.commandName(c.Name)
	g.printf("\n// %s calls the %s at address, or returns ErrorFunctionUnsupported if that is 0: %s\n", name, c.Name, anchor(c.Name))
	g.printf("func %s(address uintptr, %s) Result {\n", name, parameters)
	g.printf("if address == 0 {\nreturn ErrorFunctionUnsupported\n}\n")
	g.printf("return Result(int32(dl.Call(address, %s)))\n}\n", arguments)
	return nil
}

func (g *generator) emitMethod(c command) error {
	parameters, arguments, err := g.signature(c)
	if err != nil {
		return err
	}
	name := g.names.commandName(c.Name)
	g.printf("\n// %s calls %s, or returns ErrorFunctionUnsupported if it was not found: %s\n", name, c.Name, anchor(c.Name))
	g.printf("func (c *Commands) %s(%s) Result {\n", name, parameters)
	g.printf("if c.address[command%s] == 0 {\nreturn ErrorFunctionUnsupported\n}\n", name)
	g.printf("return Result(int32(dl.Call(c.address[command%s], %s)))\n}\n", name, arguments)
	return nil
}

// signature returns the parameters of the Go function and the arguments of the foreign call. Each
// argument is converted in the call itself: only there does dl.Call keep its memory alive.
func (g *generator) signature(c command) (parameters, arguments string, err error) {
	var ps, as []string
	for _, p := range c.Params {
		t, err := g.parameterType(p)
		if err != nil {
			return "", "", err
		}
		argument, err := g.argument(c.Name, p)
		if err != nil {
			return "", "", err
		}
		ps = append(ps, g.names.parameterName(p.Name)+" "+t)
		as = append(as, argument)
	}
	return strings.Join(ps, ", "), strings.Join(as, ", "), nil
}
