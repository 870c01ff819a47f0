// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package webxr

import (
	"fmt"
	"strings"
)

// SessionMode is an XRSessionMode.
// https://www.w3.org/TR/webxr/#xrsessionmode-enum
type SessionMode string

// The session modes of the WebXR Device API and its AR module.
const (
	Inline      SessionMode = "inline"
	ImmersiveVR SessionMode = "immersive-vr"
	ImmersiveAR SessionMode = "immersive-ar"
)

// SessionModes returns every session mode, in the specification's order.
func SessionModes() []SessionMode {
	return []SessionMode{Inline, ImmersiveVR, ImmersiveAR}
}

// ParseSessionMode returns the session mode spelt exactly s, or an error that
// lists the modes there are.
func ParseSessionMode(s string) (SessionMode, error) {
	names := make([]string, 0, len(SessionModes()))
	for _, mode := range SessionModes() {
		if string(mode) == s {
			return mode, nil
		}
		names = append(names, string(mode))
	}
	return "", fmt.Errorf("%q is not a session mode: use one of %s", s, strings.Join(names, ", "))
}

// Immersive reports whether the mode is immersive: "immersive-vr" or "immersive-ar".
// https://www.w3.org/TR/webxr/#immersive-session
func (m SessionMode) Immersive() bool { return m == ImmersiveVR || m == ImmersiveAR }

// BlendMode is an XREnvironmentBlendMode.
// https://www.w3.org/TR/webxr-ar-module-1/#xrenvironmentblendmode-enum
type BlendMode string

// The environment blend modes of the AR module.
const (
	BlendOpaque     BlendMode = "opaque"
	BlendAlphaBlend BlendMode = "alpha-blend"
	BlendAdditive   BlendMode = "additive"
)

// Feature is a feature descriptor.
// https://www.w3.org/TR/webxr/#feature-descriptor
type Feature string

// The feature descriptors that every session starts from.
// https://www.w3.org/TR/webxr/#default-features
const (
	FeatureViewer Feature = "viewer"
	FeatureLocal  Feature = "local"
)
