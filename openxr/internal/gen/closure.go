// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"strings"
)

// chosen has the structures and commands of a selection and everything that they refer to,
// in the registry's order.
type chosen struct {
	Structs  []structure
	Commands []command
}

// closure follows the types of a selection through members, parameters, function pointers,
// aliases and constants that are the size of a structure. It does not use the registry's own
// lists of required types, which are incomplete.
func (r *registry) closure(s selection) (chosen, error) {
	s = r.seeds(s)
	w := walker{structs: map[string]structure{}, pointers: map[string]funcPointer{}, seen: map[string]bool{}}
	for _, st := range r.Structs {
		w.structs[st.Name] = st
	}
	for _, f := range r.FuncPointers {
		w.pointers[f.Name] = f
	}
	for _, name := range s.Structs {
		if _, ok := w.structs[name]; !ok {
			return chosen{}, fmt.Errorf("the registry has no structure %s, which is selected", name)
		}
		w.visit(name)
	}
	for _, c := range r.Constants {
		if name, ok := sizeofOperand(c.Value); ok {
			w.visit(name)
		}
	}
	commands, err := r.chooseCommands(s.Commands)
	if err != nil {
		return chosen{}, err
	}
	for _, c := range commands {
		w.visitAll(c.Params)
	}
	result := chosen{Commands: commands}
	for _, st := range r.Structs {
		if w.seen[st.Name] {
			result.Structs = append(result.Structs, st)
		}
	}
	return result, nil
}

// chooseCommands returns the named commands in the registry's order. An alias gets the
// parameters of its target.
func (r *registry) chooseCommands(names []string) ([]command, error) {
	all := map[string]command{}
	for _, c := range r.Commands {
		all[c.Name] = c
	}
	wanted := map[string]bool{}
	for _, name := range names {
		if _, ok := all[name]; !ok {
			return nil, fmt.Errorf("the registry has no command %s, which is selected", name)
		}
		wanted[name] = true
	}
	var found []command
	for _, c := range r.Commands {
		if !wanted[c.Name] {
			continue
		}
		if c.Alias != "" {
			target, ok := all[c.Alias]
			if !ok || target.Alias != "" {
				return nil, errorAt(c.Line, "command %s is an alias of the unknown %s", c.Name, c.Alias)
			}
			c.Result, c.Params = target.Result, target.Params
		}
		found = append(found, c)
	}
	return found, nil
}

// walker collects the types that are reachable from other types.
type walker struct {
	structs  map[string]structure
	pointers map[string]funcPointer
	seen     map[string]bool
}

func (w *walker) visit(cType string) {
	if w.seen[cType] {
		return
	}
	w.seen[cType] = true
	if f, ok := w.pointers[cType]; ok {
		for _, t := range f.Types {
			w.visit(t)
		}
	}
	if s, ok := w.structs[cType]; ok {
		w.visit(s.Alias)
		w.visitAll(s.Members)
	}
}

func (w *walker) visitAll(declarations []declaration) {
	for _, d := range declarations {
		w.visit(d.CType)
	}
}

// sizeofOperand returns T if the expression is sizeof(T).
func sizeofOperand(expression string) (string, bool) {
	operand, ok := strings.CutPrefix(expression, "sizeof(")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(operand, ")")
}
