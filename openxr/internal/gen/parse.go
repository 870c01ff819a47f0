// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Each extension numbers its enumerants in a block of enumStride numbers; the first block
// begins at enumBase (https://registry.khronos.org/OpenXR/specs/1.1/styleguide.html).
const (
	enumBase   = 1_000_000_000
	enumStride = 1000
)

// registryParser fills the registry. It finds enumerations by name, because the registry
// declares them in one place and extends them in others.
type registryParser struct {
	registry
	enums map[string]*enum
	bits  map[string]*flags
}

func parseRegistry(source []byte) (*registry, error) {
	root, err := readTree(source)
	if err != nil {
		return nil, err
	}
	p := &registryParser{enums: map[string]*enum{}, bits: map[string]*flags{}}
	for _, tags := range root.elements("tags") {
		for _, t := range tags.elements("tag") {
			p.Tags = append(p.Tags, t.Attr["name"])
		}
	}
	sections := []struct {
		section, item string
		parse         func(*node) error
	}{
		{"types", "type", p.parseType},
		{"enums", "", p.parseEnums},
		{"commands", "command", p.parseCommand},
		{"feature", "", p.parseFeature},
		{"extensions", "extension", p.parseExtension},
	}
	for _, s := range sections {
		for _, section := range root.elements(s.section) {
			items := []*node{section}
			if s.item != "" {
				items = section.elements(s.item)
			}
			for _, item := range items {
				if err := s.parse(item); err != nil {
					return nil, err
				}
			}
		}
	}
	return &p.registry, nil
}

func (p *registryParser) parseType(n *node) error {
	switch n.Attr["category"] {
	case "", "include": // a type of C or of a platform: see basicTypes and foreignType
		return nil
	case "define":
		return p.parseDefine(n)
	case "basetype":
		return p.parseBaseType(n)
	case "bitmask":
		return p.parseBitmask(n)
	case "handle":
		return p.parseHandle(n)
	case "enum":
		return p.parseEnumType(n)
	case "funcpointer":
		return p.parseFuncPointer(n)
	case "struct":
		return p.parseStruct(n)
	}
	return errorAt(n.Line, "type %q has the unknown category %q", n.Attr["name"], n.Attr["category"])
}

func (p *registryParser) parseDefine(n *node) error {
	_, name, after, err := n.around()
	if err != nil {
		return err
	}
	body := flatten(after)
	if value, ok := lookUpSpecial(valueOf, name); ok {
		if value == leftOut {
			return nil
		}
		body = value
	}
	if strings.HasPrefix(body, "(") { // a macro with parameters is code, not a constant
		return nil
	}
	p.Constants = append(p.Constants, constant{Name: name, Value: strings.TrimSpace(body), Line: n.Line})
	return nil
}

func (p *registryParser) parseBaseType(n *node) error {
	before, name, _, err := n.around()
	if err != nil {
		return err
	}
	cType := ""
	for _, b := range before {
		if b.Name == "type" {
			cType = b.flat()
		}
	}
	switch cType {
	case "":
		return errorAt(n.Line, "base type %s does not say what it is", name)
	case "XR_DEFINE_ATOM", "XR_DEFINE_OPAQUE_64":
		cType = "uint64_t"
	}
	p.BaseTypes = append(p.BaseTypes, baseType{Name: name, CType: cType, Line: n.Line})
	return nil
}

func (p *registryParser) parseBitmask(n *node) error {
	_, name, _, err := n.around()
	if err != nil {
		return err
	}
	f := &flags{Name: name, BitsName: n.Attr["bitvalues"], Line: n.Line}
	p.Flags = append(p.Flags, f)
	p.bits[f.BitsName] = f
	return nil
}

func (p *registryParser) parseHandle(n *node) error {
	_, name, _, err := n.around()
	if err != nil {
		return err
	}
	p.Handles = append(p.Handles, handle{Name: name, Line: n.Line})
	return nil
}

// parseEnumType adds an enumeration without values. It skips the bits of a flags type, which
// the registry declares as an enumeration too.
func (p *registryParser) parseEnumType(n *node) error {
	name := n.Attr["name"]
	if p.bits[name] != nil {
		return nil
	}
	e := &enum{Name: name, Line: n.Line}
	p.Enums = append(p.Enums, e)
	p.enums[name] = e
	return nil
}

func (p *registryParser) parseFuncPointer(n *node) error {
	_, name, _, err := n.around()
	if err != nil {
		return err
	}
	f := funcPointer{Name: name, Line: n.Line}
	for _, t := range n.elements("type") {
		f.Types = append(f.Types, t.flat())
	}
	p.FuncPointers = append(p.FuncPointers, f)
	return nil
}

func (p *registryParser) parseStruct(n *node) error {
	s := structure{Name: n.Attr["name"], Alias: n.Attr["alias"], Extends: strings.Split(n.Attr["structextends"], ","), Line: n.Line}
	for _, m := range n.elements("member") {
		d, err := parseDeclaration(m)
		if err != nil {
			return err
		}
		s.Members = append(s.Members, d)
	}
	p.Structs = append(p.Structs, s)
	return nil
}

func (p *registryParser) parseCommand(n *node) error {
	c := command{Name: n.Attr["name"], Alias: n.Attr["alias"], Line: n.Line}
	if c.Alias == "" {
		proto := n.child("proto")
		if proto == nil {
			return errorAt(n.Line, "<command> has neither <proto> nor alias")
		}
		d, err := parseDeclaration(proto)
		if err != nil {
			return err
		}
		c.Name, c.Result = d.Name, d.CType
	}
	for _, param := range n.elements("param") {
		d, err := parseDeclaration(param)
		if err != nil {
			return err
		}
		c.Params = append(c.Params, d)
	}
	p.Commands = append(p.Commands, c)
	return nil
}

var dimension = regexp.MustCompile(`^\[\s*(\w+)\s*\]\s*`)

// parseDeclaration reads `const struct <type>T</type>* const* <name>n</name>[<enum>N</enum>]`.
// It uses the elements, because the text without them does not show which word is the type.
func parseDeclaration(n *node) (declaration, error) {
	before, name, after, err := n.around()
	if err != nil {
		return declaration{}, err
	}
	d := declaration{Name: name, Values: n.Attr["values"], Line: n.Line}
	var qualifiers strings.Builder
	for _, b := range before {
		if b.Name == "type" {
			d.CType = b.flat()
			continue
		}
		qualifiers.WriteString(b.Text)
	}
	if d.CType == "" {
		return d, errorAt(n.Line, "%s has no <type>", name)
	}
	for _, word := range strings.Fields(strings.ReplaceAll(qualifiers.String(), "*", " * ")) {
		switch word {
		case "*":
			d.Pointers++
		case "const", "struct":
		default:
			return d, errorAt(n.Line, "%s: %q is not a qualifier this generator knows", name, word)
		}
	}
	for rest := strings.TrimSpace(flatten(after)); rest != ""; {
		m := dimension.FindStringSubmatch(rest)
		if m == nil {
			return d, errorAt(n.Line, "%s: %q is not an array length", name, rest)
		}
		d.Dims = append(d.Dims, m[1])
		rest = rest[len(m[0]):]
	}
	return d, nil
}

func (p *registryParser) parseEnums(n *node) error {
	name := n.Attr["name"]
	for _, e := range n.elements("enum") {
		if n.Attr["type"] == "" {
			p.addConstant(e)
			continue
		}
		if err := p.extend(name, e, 0); err != nil {
			return err
		}
	}
	return nil
}

func (p *registryParser) addConstant(n *node) {
	p.Constants = append(p.Constants, constant{
		Name: n.Attr["name"], Value: n.Attr["value"], Alias: n.Attr["alias"], Line: n.Line,
	})
}

// parseFeature reads a core version. Each enumerant that it promotes names the extension
// that numbers it.
func (p *registryParser) parseFeature(n *node) error {
	for _, require := range n.elements("require") {
		for _, e := range require.elements("enum") {
			extends := e.Attr["extends"]
			if extends == "" { // the constant is declared elsewhere
				continue
			}
			if err := p.extend(extends, e, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

var apiName = regexp.MustCompile(`XR_\w+`)

// extensionNames returns the extensions, but not the versions, in a dependency expression
// such as "XR_VERSION_1_0+(XR_EXT_uuid,XR_VERSION_1_1)".
func extensionNames(expression string) []string {
	return slices.DeleteFunc(apiName.FindAllString(expression, -1), func(name string) bool { return strings.HasPrefix(name, "XR_VERSION_") })
}

func (p *registryParser) parseExtension(n *node) error {
	if n.Attr["supported"] == "disabled" {
		return nil
	}
	number, err := strconv.ParseInt(n.Attr["number"], 10, 64)
	if err != nil {
		return errorAt(n.Line, "extension %s has the number %q", n.Attr["name"], n.Attr["number"])
	}
	x := extension{Name: n.Attr["name"], Depends: extensionNames(n.Attr["depends"])}
	for _, require := range n.elements("require") {
		for _, t := range require.elements("type") {
			x.Structs = append(x.Structs, t.Attr["name"])
		}
		for _, e := range require.elements("enum") {
			if err := p.parseExtensionEnum(&x, e, number); err != nil {
				return err
			}
		}
	}
	if x.SpecVersion.Name == "" || x.NameString.Name == "" {
		return errorAt(n.Line, "extension %s lacks its name or its version", x.Name)
	}
	p.Extensions = append(p.Extensions, x)
	return nil
}

func (p *registryParser) parseExtensionEnum(x *extension, n *node, number int64) error {
	name := n.Attr["name"]
	c := constant{Name: name, Value: n.Attr["value"], Line: n.Line}
	switch {
	case n.Attr["extends"] != "":
		return p.extend(n.Attr["extends"], n, number)
	case name == x.Name+"_SPEC_VERSION":
		x.SpecVersion = c
	case name == strings.ToUpper(x.Name)+"_EXTENSION_NAME":
		if c.Value != strconv.Quote(x.Name) {
			return errorAt(n.Line, "%s is %s, not the extension's name %q", name, c.Value, x.Name)
		}
		x.NameString = c
	default:
		p.addConstant(n)
	}
	return nil
}

// extend adds an enumerant to the enumeration or flags type with a C name.
func (p *registryParser) extend(name string, n *node, extension int64) error {
	value := enumerant{Name: n.Attr["name"], Alias: n.Attr["alias"], Line: n.Line}
	if value.Alias == "" {
		number, err := enumerantValue(n, extension)
		if err != nil {
			return err
		}
		value.Value = number
	}
	list := p.valuesOf(name)
	if list == nil {
		return errorAt(n.Line, "%s belongs to the unknown enumeration %q", value.Name, name)
	}
	for _, known := range *list {
		if known.Name != value.Name {
			continue
		}
		if known.Value != value.Value || known.Alias != value.Alias {
			return errorAt(n.Line, "%s differs from what line %d says", value.Name, known.Line)
		}
		return nil
	}
	*list = append(*list, value)
	return nil
}

// valuesOf returns the enumerants of an enumeration or flags type, or nil if there is none.
func (p *registryParser) valuesOf(name string) *[]enumerant {
	if e := p.enums[name]; e != nil {
		return &e.Values
	}
	if f := p.bits[name]; f != nil {
		return &f.Bits
	}
	return nil
}

// enumerantValue computes the number of an enumerant from its value, its bit, or its offset in
// the block of an extension.
func enumerantValue(n *node, extension int64) (int64, error) {
	number := func(attr string) (int64, error) {
		v, err := strconv.ParseInt(n.Attr[attr], 0, 64)
		if err != nil {
			return 0, errorAt(n.Line, "%s has the %s %q", n.Attr["name"], attr, n.Attr[attr])
		}
		return v, nil
	}
	if n.Attr["value"] != "" {
		return number("value")
	}
	if n.Attr["bitpos"] != "" {
		bit, err := number("bitpos")
		if err == nil && (bit < 0 || bit > 63) {
			err = errorAt(n.Line, "%s is bit %d, outside 0 to 63", n.Attr["name"], bit)
		}
		return 1 << (bit & 63), err
	}
	offset, err := number("offset")
	if err != nil {
		return 0, err
	}
	if n.Attr["extnumber"] != "" {
		if extension, err = number("extnumber"); err != nil {
			return 0, err
		}
	}
	v := enumBase + (extension-1)*enumStride + offset
	if n.Attr["dir"] == "-" {
		v = -v
	}
	return v, nil
}
