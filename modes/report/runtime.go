// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// Runtime is what is known of one OpenXR runtime.
type Runtime struct {
	ID         string      `json:"id"`
	Active     bool        `json:"active"`
	Manifest   string      `json:"manifest"`
	Library    *string     `json:"library"`
	Arch       *string     `json:"arch"`
	Source     string      `json:"source"`
	Level      Level       `json:"level"`
	Reached    *Level      `json:"reached"`
	Status     Status      `json:"status"`
	Cause      *Cause      `json:"cause"`
	Name       *string     `json:"name"`
	Version    *string     `json:"version"`
	APIVersion *string     `json:"api_version"`
	Extensions []Extension `json:"extensions"`
	// EnabledExtensions are those with which the instance was made that was asked.
	EnabledExtensions []string `json:"enabled_extensions"`
	Systems           []System `json:"systems"`
	DurationMS        *float64 `json:"duration_ms"`
	Timing            *Timing  `json:"timing"`
	Log               *string  `json:"log"`
	// SideEffects are what changed on the machine because the runtime was asked; nil
	// where nothing was executed, or not in a process of its own.
	SideEffects []SideEffect `json:"side_effects"`
}

// Status says how asking a runtime ended.
type Status string

// The ends of a probe. NotRun means that nothing of the runtime was executed
// because none was asked for.
const (
	StatusOK       Status = "ok"
	StatusFailed   Status = "failed"
	StatusCrashed  Status = "crashed"
	StatusTimedOut Status = "timed_out"
	StatusNotRun   Status = "not_run"
)

// Cause is why asking a runtime ended early: a stable code, the level at which
// it happened, the runtime's XrResult if it gave one, and what mends it. Call is what the
// runtime was doing last; Signal and ExitCode say how its process ended, where that ended
// by itself.
type Cause struct {
	Code     string  `json:"code"`
	Level    Level   `json:"level"`
	Text     string  `json:"text"`
	Result   *string `json:"result"`
	Call     *string `json:"call"`
	Signal   *string `json:"signal"`
	ExitCode *int    `json:"exit_code"`
	Fix      *string `json:"fix"`
}

// Timing says where the time of a probe went, in milliseconds: until the child
// process was there to ask, and in the runtime itself.
type Timing struct {
	ChildStartMS *float64 `json:"child_start_ms"`
	RuntimeMS    *float64 `json:"runtime_ms"`
}

// Extension is an instance extension that a runtime offers.
type Extension struct {
	Name    string `json:"name"`
	Version uint32 `json:"version"`
}

// System is the answer for one form factor.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#system
type System struct {
	FormFactor         string              `json:"form_factor"`
	Status             SystemStatus        `json:"status"`
	Result             *string             `json:"result"`
	Name               *string             `json:"name"`
	VendorID           *uint32             `json:"vendor_id"`
	Graphics           *Graphics           `json:"graphics"`
	Tracking           *Tracking           `json:"tracking"`
	ViewConfigurations []ViewConfiguration `json:"view_configurations"`
	Properties         []Property          `json:"properties"`
	// SpatialCapabilities are what xrEnumerateSpatialCapabilitiesEXT lists.
	SpatialCapabilities []string `json:"spatial_capabilities"`
	// Queries are the commands of extensions that need no session.
	Queries []Query `json:"queries"`
	// Session is nil where none was asked for, or the system is not available.
	Session *Session `json:"session"`
	Modes   []Mode   `json:"modes"`
}

// SystemStatus says what xrGetSystem answered.
type SystemStatus string

// The answers of xrGetSystem. Unavailable means supported hardware that is not
// connected now (XR_ERROR_FORM_FACTOR_UNAVAILABLE), and may be asked again.
const (
	SystemAvailable   SystemStatus = "available"
	SystemUnavailable SystemStatus = "unavailable"
	SystemUnsupported SystemStatus = "unsupported"
	SystemFailed      SystemStatus = "failed"
)

// Graphics holds the limits of XrSystemGraphicsProperties; sizes are in pixels.
type Graphics struct {
	MaxSwapchainImageWidth  uint32 `json:"max_swapchain_image_width"`
	MaxSwapchainImageHeight uint32 `json:"max_swapchain_image_height"`
	MaxLayerCount           uint32 `json:"max_layer_count"`
}

// Tracking is XrSystemTrackingProperties.
type Tracking struct {
	Orientation bool `json:"orientation"`
	Position    bool `json:"position"`
}

// ViewConfiguration is one of a system's view configurations.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#view_configurations
type ViewConfiguration struct {
	Type       string   `json:"type"`
	FovMutable *bool    `json:"fov_mutable"`
	Views      []View   `json:"views"`
	BlendModes []string `json:"blend_modes"`
	// Properties are the structures that extend XrViewConfigurationView.
	Properties []ViewProperty `json:"properties"`
}

// View is XrViewConfigurationView; sizes are in pixels.
type View struct {
	RecommendedImageRectWidth       uint32 `json:"recommended_image_rect_width"`
	RecommendedImageRectHeight      uint32 `json:"recommended_image_rect_height"`
	MaxImageRectWidth               uint32 `json:"max_image_rect_width"`
	MaxImageRectHeight              uint32 `json:"max_image_rect_height"`
	RecommendedSwapchainSampleCount uint32 `json:"recommended_swapchain_sample_count"`
	MaxSwapchainSampleCount         uint32 `json:"max_swapchain_sample_count"`
}
