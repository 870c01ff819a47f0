// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

// registry has the declarations of xr.xml in their order, under their C names.
type registry struct {
	Tags         []string // author tags: KHR, EXT, FB, ...
	Constants    []constant
	BaseTypes    []baseType
	Handles      []handle
	Enums        []*enum
	Flags        []*flags
	FuncPointers []funcPointer
	Structs      []structure
	Commands     []command
	Extensions   []extension
}

// constant is a #define, or an <enum> that belongs to no enumeration. It has either a
// Value, a C expression, or an Alias, the name of another constant.
type constant struct {
	Name  string
	Value string
	Alias string
	Line  int
}

// baseType is a typedef of a C integer, or an atom (XR_DEFINE_ATOM).
type baseType struct {
	Name  string
	CType string // uint64_t for atoms
	Line  int
}

type handle struct {
	Name string
	Line int
}

// enumerant is one value of an enumeration, or one bit (or group of bits) of a flags type.
// If Alias is set, it is another name for that enumerant.
type enumerant struct {
	Name  string
	Value int64
	Alias string
	Line  int
}

type enum struct {
	Name   string
	Values []enumerant
	Line   int
}

// flags is a 64-bit mask. The registry declares its bits under another name, BitsName.
type flags struct {
	Name     string
	BitsName string
	Bits     []enumerant
	Line     int
}

// funcPointer is a function pointer type. Types are the types in its signature.
type funcPointer struct {
	Name  string
	Types []string
	Line  int
}

// structure is a struct, or, if Alias is set, another name for one.
type structure struct {
	Name    string
	Alias   string
	Extends []string // the structures to which it may be chained
	Members []declaration
	Line    int
}

// command is a function, or, if Alias is set, another name for one.
type command struct {
	Name   string
	Alias  string
	Result string
	Params []declaration
	Line   int
}

// declaration is a C declarator: a member or a parameter.
type declaration struct {
	Name     string
	CType    string   // the type without qualifiers and pointers
	Pointers int      // the number of asterisks
	Dims     []string // array lengths, outermost first: numbers or names
	Values   string   // the enumerant that is its only allowed value
	Line     int
}

// extension is an instance extension. Structs are the structures that it defines; Depends
// are the extensions in its dependency expression.
type extension struct {
	Name        string
	SpecVersion constant
	NameString  constant
	Structs     []string
	Depends     []string
}
