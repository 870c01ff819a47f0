// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

// PropertyStruct describes a structure that extends XrSystemProperties: what must be
// enabled before it may be asked for, and its layout. Sizes and offsets are in bytes.
type PropertyStruct struct {
	Name      string
	Extension string
	Type      StructureType
	Size      uintptr
	Members   []PropertyMember
}

// PropertyMember is one member of a [PropertyStruct], behind its type and next.
type PropertyMember struct {
	Name   string
	Offset uintptr
	Size   uintptr
	Kind   MemberKind
	// Word names a value of an enumeration; nil for other kinds.
	Word func(value int32) string
	// Bits are those of flags; nil for other kinds.
	Bits []FlagBit
}

// FlagBit is a bit of flags, or a group of bits, under OpenXR's name.
type FlagBit struct {
	Name string
	Bits uint64
}

// MemberKind says what a member's bytes mean.
type MemberKind int

// The kinds. A number has no sign and is as long as the member's size says.
const (
	MemberBool MemberKind = iota
	MemberNumber
	MemberEnum
	MemberFlags
	MemberUUID
)
