// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// permissions are a document's permissions as its XRSystem sees them.
type permissions struct{ document *Document }

// State implements [navigator.Permissions]. It takes no lock for "xr-session-supported".
func (p permissions) State(descriptor navigator.PermissionDescriptor) webxr.PermissionState {
	if descriptor.Name != webxr.PermissionSessionSupported {
		return p.document.partition.gate.config.XR.State(descriptor)
	}
	return p.document.state(descriptor.Mode)
}

// Request implements [navigator.Permissions]. It is called for the permission "xr" only: the
// document itself requests "xr-session-supported".
func (p permissions) Request(descriptor navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	return p.document.partition.gate.config.XR.Request(descriptor, settle)
}

// deniedFeatures denies every feature that needs consent.
type deniedFeatures struct{}

func (deniedFeatures) State(navigator.PermissionDescriptor) webxr.PermissionState {
	return webxr.Prompt
}

func (deniedFeatures) Request(_ navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	settle(navigator.Grant{State: webxr.Denied})
	return nil
}
