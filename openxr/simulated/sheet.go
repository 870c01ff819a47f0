// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import "encoding/json"

// SheetSchema is the value of a sheet's "schema" key.
const SheetSchema = "xrprobe.sheet/1"

// Sheet describes a device and the runtime that drives it. Nil, in JSON null or a missing
// key, means unknown. Enumerants have their OpenXR names.
type Sheet struct {
	Schema  string       `json:"schema"` // SheetSchema
	Title   string       `json:"title"`  // the device's name, for people; at most 245 bytes
	Host    Host         `json:"host"`
	Runtime RuntimeSheet `json:"runtime"`
	Systems []System     `json:"systems"` // one for each form factor that the runtime supports
	// Calls makes commands misbehave. The keys are names of commands, such as "xrGetSystem".
	Calls   map[string]Call `json:"calls,omitempty"`
	Sources []Source        `json:"sources,omitempty"`
}

// Host describes the machine that the runtime runs on. OS and Arch are Go's words, such as
// "windows" and "amd64". FormFactor is desktop, laptop, phone, tablet, standalone_headset,
// server or container. Product is the machine's model.
type Host struct {
	OS         *string `json:"os"`
	Arch       *string `json:"arch"`
	FormFactor *string `json:"form_factor"`
	Product    *string `json:"product"`
}

// RuntimeSheet describes the runtime itself. Version is three numbers, such as "1.2.3".
// APIVersion is the newest OpenXR version that it accepts: "1.0" or "1.1". Extensions are in
// the runtime's order.
type RuntimeSheet struct {
	Name       *string     `json:"name"`
	Version    *string     `json:"version"`
	APIVersion *string     `json:"api_version"`
	Extensions []Extension `json:"extensions"`
}

// Extension is an instance extension. In JSON it is an object with a name and a version,
// or only the name if the version is unknown.
type Extension struct {
	Name    string
	Version *uint32
}

// versionedExtension is the JSON form of an extension with a known version.
type versionedExtension struct {
	Name    string  `json:"name"`
	Version *uint32 `json:"version"`
}

// MarshalJSON returns a JSON string if the version is unknown, and an object otherwise.
func (e Extension) MarshalJSON() ([]byte, error) {
	if e.Version == nil {
		return json.Marshal(e.Name)
	}
	return json.Marshal(versionedExtension(e))
}

// UnmarshalJSON reads what [Extension.MarshalJSON] writes.
func (e *Extension) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*e = Extension{}
		return json.Unmarshal(data, &e.Name)
	}
	return strictly(data, (*versionedExtension)(e))
}

// System describes the system of one form factor. The runtime does not support a form
// factor that has none.
type System struct {
	FormFactor         string              `json:"form_factor"` // such as XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY
	Name               *string             `json:"name"`
	VendorID           *uint32             `json:"vendor_id"`
	Graphics           *Graphics           `json:"graphics"`
	Tracking           *Tracking           `json:"tracking"`
	ViewConfigurations []ViewConfiguration `json:"view_configurations"` // required; in the runtime's order
	// Properties holds the structures that extend XrSystemProperties: a structure's name,
	// then a member's name, then the value. A value is a bool, a float64, the name of an
	// enumerant, a UUID, "Infinity", or a []any with the names of flags. The runtime does
	// not write structures and members that are missing here.
	Properties map[string]map[string]any `json:"properties,omitempty"`
	// SpatialCapabilities is what xrEnumerateSpatialCapabilitiesEXT lists. If it is nil,
	// the command returns XR_ERROR_FUNCTION_UNSUPPORTED.
	SpatialCapabilities []string      `json:"spatial_capabilities,omitzero"`
	Session             *SessionSheet `json:"session,omitempty"`
}

// Graphics holds a system's limits. Sizes are in pixels.
type Graphics struct {
	MaxSwapchainImageWidth  uint32 `json:"max_swapchain_image_width"`
	MaxSwapchainImageHeight uint32 `json:"max_swapchain_image_height"`
	MaxLayerCount           uint32 `json:"max_layer_count"`
}

// Tracking says which parts of the head's pose the system tracks.
type Tracking struct {
	Orientation bool `json:"orientation"`
	Position    bool `json:"position"`
}

// ViewConfiguration is one of a system's view configurations.
type ViewConfiguration struct {
	Type       string `json:"type"` // such as XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO
	FovMutable *bool  `json:"fov_mutable"`
	Views      []View `json:"views"` // as many as the type has, or nil
	// BlendModes are in the runtime's order of preference. They are required, because the
	// WebXR modes of a device follow from them.
	BlendModes []string `json:"blend_modes"`
}

// View holds the sizes of one view, in pixels, and its sample counts.
type View struct {
	RecommendedImageRectWidth       *uint32 `json:"recommended_image_rect_width"`
	RecommendedImageRectHeight      *uint32 `json:"recommended_image_rect_height"`
	MaxImageRectWidth               *uint32 `json:"max_image_rect_width"`
	MaxImageRectHeight              *uint32 `json:"max_image_rect_height"`
	RecommendedSwapchainSampleCount *uint32 `json:"recommended_swapchain_sample_count"`
	MaxSwapchainSampleCount         *uint32 `json:"max_swapchain_sample_count"`
	// Properties holds the structures that extend XrViewConfigurationView, in the form of
	// [System.Properties].
	Properties map[string]map[string]any `json:"properties,omitempty"`
}

// Call makes a command misbehave: it waits DelayMS milliseconds and returns Result, an
// XrResult's name, without writing any output. An empty Result means the answer from the
// sheet. Times is how many calls misbehave; 0 means all.
type Call struct {
	Result  string `json:"result,omitempty"`
	DelayMS int    `json:"delay_ms,omitempty"`
	Times   int    `json:"times,omitempty"`
}

// Source says where values of a sheet come from. Fields are paths such as
// "systems[0].name"; a path includes everything below it.
type Source struct {
	Name   string   `json:"name"`
	URL    *string  `json:"url"`
	Fields []string `json:"fields"`
}
