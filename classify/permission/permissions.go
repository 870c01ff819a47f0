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
// document itself requests "xr-session-supported". A page's call may withdraw the prompt, so the
// embedder is told in parallel.
func (p permissions) Request(descriptor navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	config := p.document.partition.gate.config
	withdraw := config.XR.Request(descriptor, settle)
	if withdraw == nil {
		return nil
	}
	return func() { config.Clock.AfterFunc(0, withdraw) }
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
