// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// Runtime is what is known about one OpenXR runtime.
type Runtime struct {
	// A short name that is unique in the report: the file name of the manifest without
	// ".json", with a number after it if two are alike. A manifest called active_runtime.json
	// names no runtime: there it is the file name of another manifest of the library, or that
	// of the library.
	ID string `json:"id"`
	// Whether this is the runtime that an OpenXR program would get.
	Active bool `json:"active"`
	// The path of the manifest, or the name of the data sheet.
	Manifest string `json:"manifest"`
	// The paths of all manifests that name the library, one for each file, the chosen one
	// first; null for a data sheet. Two manifests of one library are one runtime.
	Manifests []string `json:"manifests"`
	// Every path at which a manifest of the runtime was found, links and their ends included, and what is known of it. Null
	// for a data sheet, and if only the active runtime, or a manifest by its path, was asked for: then not every place was
	// looked at.
	ManifestFiles []ManifestFile `json:"manifest_files"`
	// The path of the runtime's library; null if the manifest names none, or cannot be read.
	Library *string `json:"library"`
	// Whose the library is, as far as its path tells: "user" (in a home directory), "steam",
	// "flatpak", "snap", "package" (the distribution's, Nix' or Guix'), or "machine"
	// (installed for all users by other means); null if the path does not tell.
	Owner *string `json:"owner"`
	// Who makes the runtime, as far as the names of its library and its manifest tell, such as "Valve"; null if they do not.
	Vendor *string `json:"vendor"`
	// The architecture that the library was built for, such as "x86_64"; null below the
	// level binary, or if it is not known.
	Arch *string `json:"arch"`
	// How the runtime was found: the variable or place that led to it, "--runtime", or "data
	// sheet".
	Source string `json:"source"`
	// The level up to which the runtime was to be asked.
	Level Level `json:"level"`
	// The highest level that was completed; null if not even the manifest could be read.
	Reached *Level `json:"reached"`
	// How asking ended. The status "not_run" means that no code of the runtime was to be
	// executed.
	Status Status `json:"status"`
	// Why asking ended before the level was reached; null if it did not.
	Cause *Cause `json:"cause"`
	// The name of the runtime: its own (XrInstanceProperties) from the level instance up,
	// below that the manifest's. Null if neither is known.
	Name *string `json:"name"`
	// The version of the runtime, such as "25.0.0"; null below the level instance.
	Version *string `json:"version"`
	// The OpenXR version that the instance was created with, such as "1.1"; null below the
	// level instance.
	APIVersion *string `json:"api_version"`
	// The instance extensions that the runtime lists, in its own order; null below the level
	// extensions.
	Extensions []Extension `json:"extensions"`
	// The instance extensions that the instance was created with; null below the level
	// instance.
	EnabledExtensions []string `json:"enabled_extensions"`
	// The result for each form factor; empty if the runtime answered for none. Null below
	// the level system.
	Systems []System `json:"systems"`
	// How long asking took in all, in milliseconds; null if it was not measured. It varies
	// from run to run.
	DurationMS *float64 `json:"duration_ms"`
	// Where that time went; null if no code of the runtime was executed. It varies from run
	// to run.
	Timing *Timing `json:"timing"`
	// What the runtime wrote to standard output and standard error, shortened in the middle
	// if it is long; null if nothing was executed, or not in a process of its own. It may
	// vary from run to run.
	Log *string `json:"log"`
	// What changed on the machine while the runtime was asked; empty if nothing was seen to
	// change. Null if nothing was executed, or not in a process of its own.
	SideEffects []SideEffect `json:"side_effects"`
}

// Status says how asking a runtime ended.
type Status string

// The statuses. NotRun means that the request went up to the level binary at most, so that
// no code of the runtime was executed.
const (
	StatusOK       Status = "ok"
	StatusFailed   Status = "failed"
	StatusCrashed  Status = "crashed"
	StatusTimedOut Status = "timed_out"
	StatusNotRun   Status = "not_run"
)

// Cause is why asking a runtime ended early, and what fixes it.
type Cause struct {
	// What happened, as a stable code, such as "crashed" or "timed_out".
	Code string `json:"code"`
	// The level at which it happened.
	Level Level `json:"level"`
	// The same as a sentence for people.
	Text string `json:"text"`
	// The XrResult that the runtime returned, such as "XR_ERROR_RUNTIME_FAILURE"; null if it
	// returned none.
	Result *string `json:"result"`
	// The OpenXR call, or the question, during which it happened; null if there was none.
	Call *string `json:"call"`
	// The signal that ended the runtime's process, such as "SIGSEGV"; null if none did.
	Signal *string `json:"signal"`
	// The exit code of the runtime's process; null if the process did not exit by itself.
	ExitCode *int `json:"exit_code"`
	// What usually fixes it, as a sentence for people, which may be or end with a shell command, after ": "; null if that is
	// not known.
	Fix *string `json:"fix"`
}

// Timing is where the time of asking one runtime went, in milliseconds.
type Timing struct {
	// Milliseconds until the child process was ready to ask; null if there was no child. It
	// varies from run to run.
	ChildStartMS *float64 `json:"child_start_ms"`
	// Milliseconds that asking took after that; null if that was not measured. It varies
	// from run to run.
	RuntimeMS *float64 `json:"runtime_ms"`
}

// Extension is an instance extension that a runtime lists.
type Extension struct {
	// The name of the extension, such as "XR_EXT_hand_tracking".
	Name string `json:"name"`
	// The revision of the extension that the runtime implements, as it says.
	Version uint32 `json:"version"`
}

// System is what a runtime answered for one form factor.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#system
type System struct {
	// The OpenXR form factor, such as "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", or its number
	// if it has no name.
	FormFactor string `json:"form_factor"`
	// What xrGetSystem returned for the form factor.
	Status SystemStatus `json:"status"`
	// The XrResult of xrGetSystem if it is an error; null if it succeeded.
	Result *string `json:"result"`
	// The name of the system, such as "Meta Quest 3"; null if the system is not available,
	// did not answer, or below the level properties.
	Name *string `json:"name"`
	// The vendor's number in XrSystemProperties; null where the name is null.
	VendorID *uint32 `json:"vendor_id"`
	// The limits of XrSystemGraphicsProperties; null where the name is null.
	Graphics *Graphics `json:"graphics"`
	// What XrSystemTrackingProperties says; null where the name is null.
	Tracking *Tracking `json:"tracking"`
	// The view configurations that the runtime lists for the system, in its own order; null
	// if it was not asked, or did not answer.
	ViewConfigurations []ViewConfiguration `json:"view_configurations"`
	// The structures that extend XrSystemProperties, of the extensions that the runtime lists: a
	// structure without a row was not asked for, because its extension is not in the runtime's
	// list. Null if the system is not available, or below the level properties.
	Properties []Property `json:"properties"`
	// What xrEnumerateSpatialCapabilitiesEXT lists; null if it was not asked, or did not
	// answer.
	SpatialCapabilities []string `json:"spatial_capabilities"`
	// The commands of extensions that answer without a session, of the extensions that the
	// runtime lists: a command without a row was not called, because its extension is not in the
	// runtime's list, or because xrprobe never calls it. Null if the system is not available, or
	// below the level properties.
	Queries []Query `json:"queries"`
	// What the system answered in a session; null below the level session, or if the system
	// is not available.
	Session *Session `json:"session"`
	// The result for each session mode, as if the runtime had only this system, in the order
	// inline, immersive-vr, immersive-ar. Null if it was not computed. Null also for all systems
	// of the only runtime if one of them is available and the report's own "modes" are its: they
	// would be repeated, and the status of the other systems says that they run no session.
	Modes []Mode `json:"modes"`
}

// SystemStatus is what xrGetSystem returned.
type SystemStatus string

// The statuses. Unavailable means that such hardware is supported, but not connected now
// (XR_ERROR_FORM_FACTOR_UNAVAILABLE); a later call may succeed.
const (
	SystemAvailable   SystemStatus = "available"
	SystemUnavailable SystemStatus = "unavailable"
	SystemUnsupported SystemStatus = "unsupported"
	SystemFailed      SystemStatus = "failed"
)

// Graphics holds the limits of XrSystemGraphicsProperties.
type Graphics struct {
	// The largest width of a swapchain image, in pixels.
	MaxSwapchainImageWidth uint32 `json:"max_swapchain_image_width"`
	// The largest height of a swapchain image, in pixels.
	MaxSwapchainImageHeight uint32 `json:"max_swapchain_image_height"`
	// How many composition layers a frame may have at most.
	MaxLayerCount uint32 `json:"max_layer_count"`
}

// Tracking is XrSystemTrackingProperties.
type Tracking struct {
	// Whether the system tracks the orientation of the views.
	Orientation bool `json:"orientation"`
	// Whether the system tracks the position of the views.
	Position bool `json:"position"`
}

// ViewConfiguration is one of a system's view configurations.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#view_configurations
type ViewConfiguration struct {
	// The view configuration, such as "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO".
	Type string `json:"type"`
	// Whether an application may change the field of view; null if it is not known.
	FovMutable *bool `json:"fov_mutable"`
	// The views, such as one for each eye; null if they are not known.
	Views []View `json:"views"`
	// The environment blend modes, such as "XR_ENVIRONMENT_BLEND_MODE_OPAQUE", the preferred
	// one first; null if they are not known.
	BlendModes []string `json:"blend_modes"`
	// The structures that extend XrViewConfigurationView, of the extensions that the runtime
	// lists: a structure without a row was not asked for, because its extension is not in the
	// runtime's list. Null if none was asked for.
	Properties []ViewProperty `json:"properties"`
}

// View is XrViewConfigurationView.
type View struct {
	// The recommended width of the view's image, in pixels.
	RecommendedImageRectWidth uint32 `json:"recommended_image_rect_width"`
	// The recommended height of the view's image, in pixels.
	RecommendedImageRectHeight uint32 `json:"recommended_image_rect_height"`
	// The largest width of the view's image, in pixels.
	MaxImageRectWidth uint32 `json:"max_image_rect_width"`
	// The largest height of the view's image, in pixels.
	MaxImageRectHeight uint32 `json:"max_image_rect_height"`
	// The recommended number of samples for each pixel.
	RecommendedSwapchainSampleCount uint32 `json:"recommended_swapchain_sample_count"`
	// The largest number of samples for each pixel.
	MaxSwapchainSampleCount uint32 `json:"max_swapchain_sample_count"`
}
