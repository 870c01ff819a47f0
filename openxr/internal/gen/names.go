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
//   - The prefix goes: Xr of types, XR_ of constants, xr of commands.
//   - Constants become camel words: XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY is
//     FormFactorHeadMountedDisplay. Types, commands and members are camel words already.
//   - An author tag (KHR, EXT, FB, also with an X for "experimental") stays in upper
//     case: as the last word, and as the first word of an extension's name and version.
//   - The word Id becomes ID. Every other acronym is a word like another: Fov, Api, Uuid.
//   - A member or parameter follows the same rule, with its first letter in the case
//     that Go asks for.
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

// typeName names a type: XrSystemId is SystemID.
func (naming) typeName(c string) string { return upperID(strings.TrimPrefix(c, "Xr")) }

// commandName names a command: xrGetSystem is GetSystem.
func (naming) commandName(c string) string { return upperID(strings.TrimPrefix(c, "xr")) }

// memberName names a member: systemId is SystemID, settings_file_location is SettingsFileLocation.
func (naming) memberName(c string) string {
	words := strings.Split(c, "_")
	for i, w := range words {
		words[i] = upperFirst(w)
	}
	return upperID(strings.Join(words, ""))
}

// parameterName names a parameter: systemId is systemID. A word of the Go language gets an underscore.
func (naming) parameterName(c string) string {
	name := upperID(c)
	if token.IsKeyword(name) {
		return name + "_"
	}
	return name
}

// constantName names a constant, an enumerant or a bit.
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

// isTag accepts KHR, and EXTX or EXTX1 where EXT is a tag.
func (n naming) isTag(word string) bool {
	if n.tags[word] {
		return true
	}
	experimental, ok := strings.CutSuffix(strings.TrimRight(word, "0123456789"), "X")
	return ok && n.tags[experimental]
}

// upperID writes the camel word Id as ID.
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
