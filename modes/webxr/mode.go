// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package webxr

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

// ParseSessionMode returns the session mode s, or an error that lists the modes.
func ParseSessionMode(s string) (SessionMode, error) {
	return parse("a session mode", s, SessionModes())
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

// BlendModes returns every environment blend mode, in the specification's order.
func BlendModes() []BlendMode { return []BlendMode{BlendOpaque, BlendAlphaBlend, BlendAdditive} }
