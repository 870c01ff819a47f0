// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// Session is what a system answered in a session that was created to ask, and then destroyed.
// Unknown lists each part that is null and why. If there was no session, Cause says why.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#session
type Session struct {
	// What the session draws with.
	Kind SessionKind `json:"kind"`
	// Why there was no session; null if there was one.
	Cause *Cause `json:"cause"`
	// The session states that events reported, in their order; null if there was no session,
	// or no event could be read.
	States []string `json:"states"`
	// The reference spaces that the session lists; null if they are not known.
	ReferenceSpaces []ReferenceSpace `json:"reference_spaces"`
	// The swapchain image formats, the preferred one first; null if they are not known.
	SwapchainFormats []Format `json:"swapchain_formats"`
	// The refresh rates that the display offers, in hertz; null if they are not known.
	RefreshRates []float32 `json:"refresh_rates"`
	// The refresh rate of the display now, in hertz; null if it is not known. It may vary
	// from run to run.
	RefreshRate *float32 `json:"refresh_rate"`
	// The color spaces that the display offers, such as "XR_COLOR_SPACE_RIFT_S_FB"; null if
	// they are not known.
	ColorSpaces []string `json:"color_spaces"`
	// The visibility masks of each view; null if one of them is not known.
	VisibilityMasks []VisibilityMask `json:"visibility_masks"`
	// The trackers that could be asked for; null if there was no session.
	Trackers []Tracker `json:"trackers"`
	// Each part of the session that is null, and why; null if there was no session.
	Unknown []Gap `json:"unknown"`
}

// SessionKind says what a session draws with.
type SessionKind string

// The kinds of session. A headless session shows nothing (XR_MND_headless).
const (
	SessionHeadless SessionKind = "headless"
	SessionOpenGL   SessionKind = "opengl"
)

// SessionKinds returns every kind.
func SessionKinds() []SessionKind { return []SessionKind{SessionHeadless, SessionOpenGL} }

// ReferenceSpace is a reference space that the session lists.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#reference-spaces
type ReferenceSpace struct {
	// The reference space, such as "XR_REFERENCE_SPACE_TYPE_STAGE".
	Type string `json:"type"`
	// Whether such a space could be created: "yes", "no" or "unknown".
	Creatable Verdict `json:"creatable"`
	// The floor that is free to walk on; null if the space has no bounds now, or they are
	// not known.
	Bounds *Bounds `json:"bounds"`
	// Why the space could not be created, or has no bounds; null if it has.
	Because *string `json:"because"`
}

// Bounds is the rectangle of floor that is free to walk on, in metres.
type Bounds struct {
	// The extent along the x axis, in metres.
	Width float32 `json:"width"`
	// The extent along the z axis, in metres.
	Depth float32 `json:"depth"`
}

// Format is an image format of swapchains.
type Format struct {
	// The number of the format in the graphics API of the session.
	Value int64 `json:"value"`
	// The name of the format, such as "GL_SRGB8_ALPHA8"; null if it is not known.
	Name *string `json:"name"`
}

// VisibilityMask is the size of one visibility mask of one view.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XR_KHR_visibility_mask
type VisibilityMask struct {
	// The view configuration, such as "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO".
	ViewConfiguration string `json:"view_configuration"`
	// The number of the view, from 0.
	View int `json:"view"`
	// The kind of mask, such as "XR_VISIBILITY_MASK_TYPE_HIDDEN_TRIANGLE_MESH_KHR".
	Type string `json:"type"`
	// The number of vertices; 0 means that the mask hides nothing.
	Vertices uint32 `json:"vertices"`
	// The number of indices.
	Indices uint32 `json:"indices"`
}

// Tracker says whether a tracker of a part of the body could be created.
type Tracker struct {
	// What it tracks: "hand_left", "hand_right", "eyes" or "vive_trackers".
	Name string `json:"name"`
	// The extension that it needs.
	Extension string `json:"extension"`
	// Whether such a tracker could be created: "yes", "no" or "unknown".
	Creatable Verdict `json:"creatable"`
	// Why, as words for people.
	Because string `json:"because"`
}

// The names of the trackers in a report.
const (
	TrackerHandLeft  = "hand_left"
	TrackerHandRight = "hand_right"
	TrackerEyes      = "eyes"
	TrackerVive      = "vive_trackers"
)

// Gap is a part of a session that is null, and why.
type Gap struct {
	// The key of the session that is null, such as "refresh_rates".
	Part string `json:"part"`
	// Why it is null, as words for people.
	Because string `json:"because"`
	// The XrResult that the runtime returned; null if it returned none.
	Result *string `json:"result"`
}
