// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// Session is what a system told in a session that was made to ask, and ended again. What
// is null stands in Unknown with its reason, or Cause is why there was no session at all.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#session
type Session struct {
	Kind  SessionKind `json:"kind"`
	Cause *Cause      `json:"cause"`
	// States are those that events told of, in their order.
	States           []string         `json:"states"`
	ReferenceSpaces  []ReferenceSpace `json:"reference_spaces"`
	SwapchainFormats []Format         `json:"swapchain_formats"`
	// RefreshRates and RefreshRate, the one of now, are in hertz.
	RefreshRates    []float32        `json:"refresh_rates"`
	RefreshRate     *float32         `json:"refresh_rate"`
	ColorSpaces     []string         `json:"color_spaces"`
	VisibilityMasks []VisibilityMask `json:"visibility_masks"`
	Trackers        []Tracker        `json:"trackers"`
	Unknown         []Gap            `json:"unknown"`
}

// SessionKind says what a session draws with.
type SessionKind string

// The kinds of session. A headless one shows nothing (XR_MND_headless).
const (
	SessionHeadless SessionKind = "headless"
	SessionOpenGL   SessionKind = "opengl"
)

// SessionKinds returns every kind.
func SessionKinds() []SessionKind { return []SessionKind{SessionHeadless, SessionOpenGL} }

// ReferenceSpace is one that the session lists. Creatable is no where making it failed.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#reference-spaces
type ReferenceSpace struct {
	Type      string  `json:"type"`
	Creatable Verdict `json:"creatable"`
	Bounds    *Bounds `json:"bounds"`
	// Because says why there are no bounds, or why the space could not be made.
	Because *string `json:"because"`
}

// Bounds is the floor that is free to walk on, in metres.
type Bounds struct {
	Width float32 `json:"width"`
	Depth float32 `json:"depth"`
}

// Format is an image format of swapchains: its number, and its name where one is known.
type Format struct {
	Value int64   `json:"value"`
	Name  *string `json:"name"`
}

// VisibilityMask says how large a mask of one view is. One of no vertices hides nothing.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XR_KHR_visibility_mask
type VisibilityMask struct {
	ViewConfiguration string `json:"view_configuration"`
	View              int    `json:"view"`
	Type              string `json:"type"`
	Vertices          uint32 `json:"vertices"`
	Indices           uint32 `json:"indices"`
}

// Tracker says whether something that follows a part of the body can be had.
type Tracker struct {
	Name      string  `json:"name"`
	Extension string  `json:"extension"`
	Creatable Verdict `json:"creatable"`
	Because   string  `json:"because"`
}

// The trackers, as reports name them.
const (
	TrackerHandLeft  = "hand_left"
	TrackerHandRight = "hand_right"
	TrackerEyes      = "eyes"
	TrackerVive      = "vive_trackers"
)

// Gap is a part of a session that is null, and why.
type Gap struct {
	Part    string  `json:"part"`
	Because string  `json:"because"`
	Result  *string `json:"result"`
}
