// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import "encoding/json"

// SheetSchema is the value of a sheet's "schema" key.
const SheetSchema = "xrprobe.sheet/1"

// Sheet is what is known of a device and of the runtime that drives it. A nil pointer
// and a null stand for what is not known. Enumerants have OpenXR's own names.
type Sheet struct {
	Schema  string          `json:"schema"`
	Title   string          `json:"title"`
	Host    Host            `json:"host"`
	Runtime RuntimeSheet    `json:"runtime"`
	Systems []System        `json:"systems"`
	Calls   map[string]Call `json:"calls,omitempty"`
	Sources []Source        `json:"sources,omitempty"`
}

// Host is the machine that the runtime runs on. The operating system and the
// architecture have Go's names for them.
type Host struct {
	OS         *string `json:"os"`
	Arch       *string `json:"arch"`
	FormFactor *string `json:"form_factor"`
	Product    *string `json:"product"`
}

// RuntimeSheet is what the runtime says of itself. Version has three numbers,
// APIVersion is the newest OpenXR that is accepted: "1.0" or "1.1".
type RuntimeSheet struct {
	Name       *string     `json:"name"`
	Version    *string     `json:"version"`
	APIVersion *string     `json:"api_version"`
	Extensions []Extension `json:"extensions"`
}

// Extension is an instance extension. In JSON one of unknown version is its name alone.
type Extension struct {
	Name    string
	Version *uint32
}

// versioned is how an extension of known version is written.
type versioned struct {
	Name    string  `json:"name"`
	Version *uint32 `json:"version"`
}

// MarshalJSON returns the name, or the name and the version.
func (e Extension) MarshalJSON() ([]byte, error) {
	if e.Version == nil {
		return json.Marshal(e.Name)
	}
	return json.Marshal(versioned(e))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Extension) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*e = Extension{}
		return json.Unmarshal(data, &e.Name)
	}
	return strictly(data, (*versioned)(e))
}

// System is the answer for one form factor. The runtime does not support those that
// have none.
type System struct {
	FormFactor         string              `json:"form_factor"`
	Name               *string             `json:"name"`
	VendorID           *uint32             `json:"vendor_id"`
	Graphics           *Graphics           `json:"graphics"`
	Tracking           *Tracking           `json:"tracking"`
	ViewConfigurations []ViewConfiguration `json:"view_configurations"`
	// Properties are the structures that extend XrSystemProperties, by their names, and
	// their members by theirs: a bool, a float64, an enumerant's name, a UUID or
	// "Infinity", a []any of flags' names. What is not here the runtime leaves alone.
	Properties map[string]map[string]any `json:"properties,omitempty"`
	// SpatialCapabilities are what xrEnumerateSpatialCapabilitiesEXT lists. Where they
	// are not known the runtime does not have that command.
	SpatialCapabilities []string      `json:"spatial_capabilities,omitempty"`
	Session             *SessionSheet `json:"session,omitempty"`
}

// Graphics holds a system's limits; sizes are in pixels.
type Graphics struct {
	MaxSwapchainImageWidth  uint32 `json:"max_swapchain_image_width"`
	MaxSwapchainImageHeight uint32 `json:"max_swapchain_image_height"`
	MaxLayerCount           uint32 `json:"max_layer_count"`
}

// Tracking says what of the head's pose is tracked.
type Tracking struct {
	Orientation bool `json:"orientation"`
	Position    bool `json:"position"`
}

// ViewConfiguration is one of a system's view configurations. Its blend modes are
// never unknown, since everything that WebXR makes of a device follows from them.
type ViewConfiguration struct {
	Type       string   `json:"type"`
	FovMutable *bool    `json:"fov_mutable"`
	Views      []View   `json:"views"`
	BlendModes []string `json:"blend_modes"`
}

// View is one view's sizes, in pixels, and sample counts.
type View struct {
	RecommendedImageRectWidth       *uint32 `json:"recommended_image_rect_width"`
	RecommendedImageRectHeight      *uint32 `json:"recommended_image_rect_height"`
	MaxImageRectWidth               *uint32 `json:"max_image_rect_width"`
	MaxImageRectHeight              *uint32 `json:"max_image_rect_height"`
	RecommendedSwapchainSampleCount *uint32 `json:"recommended_swapchain_sample_count"`
	MaxSwapchainSampleCount         *uint32 `json:"max_swapchain_sample_count"`
	// Properties are the structures that extend XrViewConfigurationView, as those of a
	// [System] are.
	Properties map[string]map[string]any `json:"properties,omitempty"`
}

// Call changes how a command of the runtime answers: later by DelayMS milliseconds,
// with Result and nothing else where that is not "", and only so many Times, where
// that is not 0.
type Call struct {
	Result  string `json:"result,omitempty"`
	DelayMS int    `json:"delay_ms,omitempty"`
	Times   int    `json:"times,omitempty"`
}

// Source is where values of a sheet come from. Fields are paths such as
// "systems[0].name"; a path stands for everything below it.
type Source struct {
	Name   string   `json:"name"`
	URL    *string  `json:"url"`
	Fields []string `json:"fields"`
}
