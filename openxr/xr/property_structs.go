// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

// PropertyStruct describes a structure that extends XrSystemProperties or
// XrViewConfigurationView. Extension must be enabled before the structure may be passed to
// a runtime. Sizes and offsets are in bytes.
type PropertyStruct struct {
	Name      string
	Extension string
	Type      StructureType
	Size      uintptr
	Members   []PropertyMember
}

// PropertyMember is one member of a [PropertyStruct] after its type and next, or a part of a
// member that is a structure: "recommendedFov.angleLeft".
type PropertyMember struct {
	Name   string
	Type   string // OpenXR's name
	Offset uintptr
	Size   uintptr
	Kind   MemberKind
	// Names has the values of an enumeration, or the bits of flags; nil for other kinds.
	Names []NamedValue
}

// NamedValue is an enumerant or a bit of flags, with OpenXR's name.
type NamedValue struct {
	Name  string
	Value uint64
}

// MemberKind says what a member's bytes mean.
type MemberKind int

// The kinds. A number is unsigned and has the size of its member.
const (
	MemberBool MemberKind = iota
	MemberNumber
	MemberEnum
	MemberFlags
	MemberUUID
	MemberFloat
)
