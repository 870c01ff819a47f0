// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement

import (
	_ "embed"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// SchemaName is the value of a file's "schema" key.
const SchemaName = "xrprobe.requirements/1"

//go:embed requirements.schema.json
var schema []byte

// JSONSchema returns the JSON Schema (2020-12) of a file.
func JSONSchema() []byte { return append([]byte(nil), schema...) }

// File is what one program requires.
type File struct {
	// Name is the name that Parse was given.
	Name string `json:"-"`
	// Schema is [SchemaName].
	Schema string `json:"schema"`
	// Title says what the requirements are of, such as "Godot 4".
	Title string `json:"title"`
	// Sources say where the requirements are from, such as the addresses of documentation.
	Sources []string `json:"sources,omitempty"`
	// Requirements must all be satisfied. There is at least one.
	Requirements []Requirement `json:"requirements"`
}

// Requirement is one thing that must be so. Parse accepts exactly the combinations of fields that [JSONSchema] describes: a field
// that requires something, and fields that say more about it.
type Requirement struct {
	// Any requires at least one of several requirements.
	Any []Requirement `json:"any,omitempty"`
	// All requires each of several requirements; it is for parts of Any.
	All []Requirement `json:"all,omitempty"`
	// Extension is an instance extension that the runtime lists.
	Extension string `json:"extension,omitempty"`
	// Version is the least revision of the extension; 0 means that any will do.
	Version uint32 `json:"version,omitempty"`
	// Feature is a feature descriptor of WebXR that a session of the mode can have.
	Feature webxr.Feature `json:"feature,omitempty"`
	// Mode is a session mode of WebXR that is supported, or that of a feature.
	Mode webxr.SessionMode `json:"mode,omitempty"`
	// Property is a structure that extends XrSystemProperties, and Member is one of its members, to which exactly one of Is,
	// AtLeast and Includes belongs.
	Property string `json:"property,omitempty"`
	Member   string `json:"member,omitempty"`
	// Is is the value of the member: a boolean, a number, or the name of an enumeration's value.
	Is *Value `json:"is,omitempty"`
	// AtLeast is the least value of the member, which is a number.
	AtLeast *float64 `json:"at_least,omitempty"`
	// Includes is a flag or a string that the member's list has.
	Includes string `json:"includes,omitempty"`
	// BlendMode is an environment blend mode of the view configuration.
	BlendMode string `json:"blend_mode,omitempty"`
	// ViewSize is the least size that the runtime recommends for the image of each view of the view configuration.
	ViewSize *Size `json:"view_size,omitempty"`
	// SwapchainSize is the least size of the largest swapchain image.
	SwapchainSize *Size `json:"swapchain_size,omitempty"`
	// LayerCount is the least number of composition layers that a frame may have; 0 means that it is not required.
	LayerCount uint32 `json:"layer_count,omitempty"`
	// APIVersion is the least version of OpenXR, such as "1.1".
	APIVersion string `json:"api_version,omitempty"`
	// RuntimeName is a part of the runtime's name, in any case.
	RuntimeName string `json:"runtime_name,omitempty"`
	// ViewConfiguration is a view configuration that the system has, or that of a blend mode or a view's size; for those,
	// empty means XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO.
	ViewConfiguration string `json:"view_configuration,omitempty"`
	// FormFactor is a form factor for which a system is available, or that of the system that everything else is about; for
	// that, empty means XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY.
	FormFactor string `json:"form_factor,omitempty"`
	// Purpose says for people why the program requires it.
	Purpose string `json:"purpose,omitempty"`
}

// Size is the size of an image, in pixels.
type Size struct {
	Width  uint32 `json:"width"`
	Height uint32 `json:"height"`
}

// The systems and views that requirements are about if they do not say.
const (
	defaultFormFactor        = "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"
	defaultViewConfiguration = "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO"
)

// OfModes returns requirements of session modes, as a file without a name.
func OfModes(modes ...webxr.SessionMode) File {
	f := File{Schema: SchemaName}
	for _, mode := range modes {
		f.Requirements = append(f.Requirements, Requirement{Mode: mode})
	}
	return f
}
