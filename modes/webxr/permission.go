// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package webxr

// PermissionName is the name of a powerful feature of WebXR.
// https://www.w3.org/TR/webxr/#permissions
type PermissionName string

// The powerful features.
//
// D13: the Permissions specification requires that its registry lists every powerful feature.
// The registry lists none of WebXR's. Here they exist all the same.
const (
	PermissionXR               PermissionName = "xr"
	PermissionSessionSupported PermissionName = "xr-session-supported"
)

// PermissionNames returns every powerful feature's name.
func PermissionNames() []PermissionName {
	return []PermissionName{PermissionXR, PermissionSessionSupported}
}

// ParsePermissionName returns the name s, or an error that lists the names.
func ParsePermissionName(s string) (PermissionName, error) {
	return parse("a permission of WebXR", s, PermissionNames())
}

// PermissionState is a PermissionState.
// https://www.w3.org/TR/permissions/#dom-permissionstate
type PermissionState string

// The permission states.
const (
	Granted PermissionState = "granted"
	Denied  PermissionState = "denied"
	Prompt  PermissionState = "prompt"
)

// PermissionStates returns every permission state.
func PermissionStates() []PermissionState { return []PermissionState{Granted, Denied, Prompt} }

// ParsePermissionState returns the state s, or an error that lists the states.
func ParsePermissionState(s string) (PermissionState, error) {
	return parse("a permission state", s, PermissionStates())
}

// Policy is the name of a policy-controlled feature that WebXR depends on.
// https://www.w3.org/TR/webxr/#permissions-policy
type Policy string

// The policy-controlled features.
const (
	PolicySpatialTracking Policy = "xr-spatial-tracking"
	PolicyCamera          Policy = "camera"
)
