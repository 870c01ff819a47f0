// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import "github.com/xrprobe/xrprobe/modes/webxr"

// Permissions is the user agent's permission store and prompt. Its methods return at once and
// do not depend on devices.
type Permissions interface {
	// State returns the permission's state. It shows no prompt.
	State(d PermissionDescriptor) webxr.PermissionState
	// Request requests the permission "xr" from the user; no other name comes here. It calls
	// settle once, before or after it returns, or never if the user ignores the prompt.
	Request(d PermissionDescriptor, settle func(Grant))
}

// PermissionDescriptor is an XRSessionSupportedPermissionDescriptor or an
// XRPermissionDescriptor, with its key.
// https://www.w3.org/TR/webxr/#dictdef-xrpermissiondescriptor
//
// D11: where the specification defines the first, it gives the second's name the value
// "xr-session-supported". Here each has its own.
type PermissionDescriptor struct {
	Name      webxr.PermissionName
	Origin    string
	Partition any // as the document has it
	Mode      webxr.SessionMode
	// Required and Optional are the features that need explicit consent; for "xr" only.
	Required, Optional []webxr.Feature
}

// Grant is what the user decided: the state, and of the features those consented to.
type Grant struct {
	State    webxr.PermissionState
	Features []webxr.Feature
}

// permission describes a permission of the document for a mode.
func (x *XRSystem) permission(name webxr.PermissionName, mode webxr.SessionMode) PermissionDescriptor {
	return PermissionDescriptor{Name: name, Origin: x.document.Origin, Partition: x.document.Partition, Mode: mode}
}

// DescribeSessionSupported returns the descriptor of "xr-session-supported" for a mode as
// a page wrote it. The error is [webxr.TypeError].
//
// D10: the specification does not require a descriptor to have a mode. One without asks
// about nothing that could be granted, and is refused like a mode that does not exist.
func DescribeSessionSupported(origin, mode string) (PermissionDescriptor, error) {
	wanted, err := webxr.ParseSessionMode(mode)
	if err != nil {
		return PermissionDescriptor{}, webxr.TypeError
	}
	return PermissionDescriptor{Name: webxr.PermissionSessionSupported, Origin: origin, Mode: wanted}, nil
}
