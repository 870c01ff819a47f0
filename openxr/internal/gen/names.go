// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The naming rule, for everything in package xr:
//
//   - The prefix is removed: Xr of types, XR_ of constants, xr of commands.
//   - Constants are written in camel case: XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY is
//     FormFactorHeadMountedDisplay. Types, commands and members are in camel case already.
//   - An author tag (KHR, EXT, FB, also with an X for "experimental") stays in upper
//     case: as the last word, and as the first word of an extension's name and version.
//   - The word Id becomes ID. Every other acronym is written like a word: Fov, Api, Uuid.
//   - A member or parameter follows the same rule. Members begin with an upper-case letter,
//     parameters with a lower-case letter.
//
// special.go holds the exceptions.
type naming struct {
	tags map[string]bool
}

func newNaming(tags []string) naming {
	n := naming{tags: make(map[string]bool, len(tags))}
	for _, t := range tags {
		n.tags[t] = true
	}
	return n
}

// typeName returns the name of a type: SystemID for XrSystemId.
func (naming) typeName(c string) string { return upperID(strings.TrimPrefix(c, "Xr")) }

// commandName returns the name of a command: GetSystem for xrGetSystem.
func (naming) commandName(c string) string { return upperID(strings.TrimPrefix(c, "xr")) }

// memberName returns the name of a member: SystemID for systemId, SettingsFileLocation for
// settings_file_location.
func (naming) memberName(c string) string {
	words := strings.Split(c, "_")
	for i, w := range words {
		words[i] = upperFirst(w)
	}
	return upperID(strings.Join(words, ""))
}

// parameterName returns the name of a parameter: systemID for systemId. It appends an
// underscore to Go's keywords.
func (naming) parameterName(c string) string {
	name := upperID(c)
	if token.IsKeyword(name) {
		return name + "_"
	}
	return name
}

// constantName returns the name of a constant, an enumerant or a bit.
func (n naming) constantName(c string) string {
	if name, ok := lookUpSpecial(goNameOf, c); ok {
		return name
	}
	words := strings.Split(strings.TrimPrefix(c, "XR_"), "_")
	ofExtension := strings.HasSuffix(c, "_EXTENSION_NAME") || strings.HasSuffix(c, "_SPEC_VERSION")
	for i, w := range words {
		mayBeTag := i == len(words)-1 || i == 0 && ofExtension
		if mayBeTag && n.isTag(w) {
			continue
		}
		words[i] = upperFirst(strings.ToLower(w))
		if words[i] == "Id" {
			words[i] = "ID"
		}
	}
	return strings.Join(words, "")
}

// isTag reports whether a word is an author tag such as EXT, or an experimental one such as
// EXTX or EXTX1.
func (n naming) isTag(word string) bool {
	if n.tags[word] {
		return true
	}
	experimental, ok := strings.CutSuffix(strings.TrimRight(word, "0123456789"), "X")
	return ok && n.tags[experimental]
}

// upperID replaces the word Id by ID in a name in camel case.
func upperID(name string) string {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		if strings.HasPrefix(name[i:], "Id") && !startsLower(name[i+2:]) {
			b.WriteString("ID")
			i++
			continue
		}
		b.WriteByte(name[i])
	}
	return b.String()
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
