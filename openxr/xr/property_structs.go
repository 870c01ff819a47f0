// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

// PropertyStruct describes a structure that extends one that is asked for: what must be
// enabled before it may be asked for as well, and its layout. Sizes and offsets are in bytes.
type PropertyStruct struct {
	Name      string
	Extension string
	Type      StructureType
	Size      uintptr
	Members   []PropertyMember
}

// PropertyMember is one member of a [PropertyStruct], behind its type and next, or a part
// of one: "recommendedFov.angleLeft".
type PropertyMember struct {
	Name   string
	Type   string // OpenXR's name
	Offset uintptr
	Size   uintptr
	Kind   MemberKind
	// Names are those of an enumeration's values, or of flags' bits; nil for other kinds.
	Names []NamedValue
}

// NamedValue is an enumerant, or a bit of flags, under OpenXR's name.
type NamedValue struct {
	Name  string
	Value uint64
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
	MemberFloat
)
