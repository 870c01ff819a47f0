// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import "github.com/xrprobe/xrprobe/modes/webxr"

// Permissions is the user agent's permission store and prompt. Its methods return at once and
// do not depend on devices. They may be called from any goroutine. A gate calls them in parallel to the page; while one of them is slow,
// the request waits, and so does the clock if it has one goroutine only.
type Permissions interface {
	// State returns the permission's state. It shows no prompt.
	State(d PermissionDescriptor) webxr.PermissionState
	// Request requests the permission "xr" from the user; no other name comes here. It calls
	// settle once, before or after it returns, or never if the user ignores the prompt. Withdraw
	// removes the prompt without an answer, or does nothing if it has gone; it may be nil. It is
	// called if the request is given up; a later answer does not count.
	Request(d PermissionDescriptor, settle func(Grant)) (withdraw func())
}

// PermissionDescriptor is an XRSessionSupportedPermissionDescriptor or an XRPermissionDescriptor,
// together with the document's origin and partition.
// https://www.w3.org/TR/webxr/#dictdef-xrpermissiondescriptor
//
// D11: in its definition of the first, the specification gives the name of the second the value
// "xr-session-supported". Here each descriptor has its own name.
type PermissionDescriptor struct {
	Name webxr.PermissionName
	// Origin and Partition are those of the [Document].
	Origin    string
	Partition any
	Mode      webxr.SessionMode
	// Call is the [Activation]'s; nil except for the permission "xr" of a requested session.
	Call any
	// Required and Optional are the features that need explicit consent. They are empty except
	// for the permission "xr".
	Required, Optional []webxr.Feature
}

// Grant is the user's decision about the permission "xr".
type Grant struct {
	State webxr.PermissionState
	// Features are the features that the user consented to.
	Features []webxr.Feature
}

// permission returns the descriptor of a permission of the document for a mode.
func (x *XRSystem) permission(name webxr.PermissionName, mode webxr.SessionMode) PermissionDescriptor {
	return PermissionDescriptor{Name: name, Origin: x.document.Origin, Partition: x.document.Partition, Mode: mode}
}

// DescribeSessionSupported returns the descriptor of "xr-session-supported" for a mode as a page
// wrote it. The error is [webxr.TypeError].
//
// D10: the specification does not require that a descriptor has a mode. Without a mode there is
// nothing to grant, so such a descriptor is refused like one with an unknown mode.
func DescribeSessionSupported(origin, mode string) (PermissionDescriptor, error) {
	wanted, err := webxr.ParseSessionMode(mode)
	if err != nil {
		return PermissionDescriptor{}, webxr.TypeError
	}
	return PermissionDescriptor{Name: webxr.PermissionSessionSupported, Origin: origin, Mode: wanted}, nil
}
