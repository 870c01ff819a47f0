// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

// Layer is a manifest of an OpenXR API layer that the Khronos loader reads.
// https://registry.khronos.org/OpenXR/specs/1.1/loader.html#openxr-api-layers
type Layer struct {
	// The layer's name, such as "XR_APILAYER_LUNARG_api_dump"; null if the manifest does not tell it.
	Name *string `json:"name"`
	// "implicit" for a layer that is loaded without being named, "explicit" for one that has to be named.
	Type LayerType `json:"type"`
	// Whether xrEnumerateApiLayerProperties names the layer.
	Listed bool `json:"listed"`
	// Whether the loader loads the layer for a program that asks for none itself, as far as files tell.
	Enabled bool `json:"enabled"`
	// Why it is listed or not, and enabled or not, as words for people.
	Because string `json:"because"`
	// What is wrong with the layer, as a word that does not change, such as "manifest_version"; null if nothing is known to be.
	Code *string `json:"code"`
	// The path of the manifest, as the loader composes it.
	Manifest string `json:"manifest"`
	// The library that the manifest names: a path, or a name that the dynamic linker searches for; null if the manifest does
	// not tell it.
	Library *string `json:"library"`
	// The architecture that the library is for, such as "x86_64"; null if that is not known.
	Arch *string `json:"arch"`
	// The version of OpenXR that the layer was written for, as "major.minor"; null if the manifest does not tell it.
	APIVersion *string `json:"api_version"`
	// The layer's own version; null if the manifest does not tell it.
	ImplementationVersion *uint32 `json:"implementation_version"`
	// The instance extensions that the layer adds; empty if there are none.
	Extensions []LayerExtension `json:"extensions"`
}

// LayerExtension is an instance extension that a layer adds.
type LayerExtension struct {
	// The name of the extension.
	Name string `json:"name"`
	// The revision of the extension, as the manifest says.
	Version uint32 `json:"version"`
}

// LayerType says whether a layer has to be named.
type LayerType string

// The types of layers.
const (
	LayerImplicit LayerType = "implicit"
	LayerExplicit LayerType = "explicit"
)

// Program is what an OpenXR program gets that uses the Khronos loader and asks for no layers itself.
type Program struct {
	// The version of the Khronos loader whose rules were followed: the one that was asked for, else that of the loader in the
	// field "loader" if it is known exactly, else the newest. Of a loader whose version is known as a range, it is the first.
	LoaderVersion string `json:"loader_version"`
	// The file of the Khronos loader that was asked for, or that such a program here loads; null if a version was asked for,
	// or if none was found.
	Loader *string `json:"loader"`
	// The architecture of the program, such as "x86_64"; null if the loader has no word for it.
	Arch *string `json:"arch"`
	// Where the program runs: "here", or the place whose programs were asked about, or in which xrprobe itself ran, such as
	// "user:NAME", "sudo", "steam", "flatpak:APP", "snap:NAME", "program:FILE" or "container".
	Place string `json:"place"`
	// The ID of the active runtime; null if there is none, or if it was not asked.
	Runtime *string `json:"runtime"`
	// The names of the layers, in the order in which they are loaded: the first is nearest the program.
	Layers []string `json:"layers"`
	// What xrEnumerateInstanceExtensionProperties lists; null if the runtime did not tell its own.
	Extensions []ProgramExtension `json:"extensions"`
	// The XrResult of xrCreateInstance, such as "XR_SUCCESS" or "XR_ERROR_API_LAYER_NOT_PRESENT"; null where only running a
	// program could tell.
	Result *string `json:"result"`
	// Why, as words for people; null if there is nothing to explain.
	Because *string `json:"because"`
	// What fixes it, if something is wrong with the active runtime, its choice or the API layers; null if nothing is, or if no fix
	// is known.
	Fix *string `json:"fix"`
	// Whether API layers make every program fail: "maybe" is said of what the Khronos loader does not check.
	Stopped Stopped `json:"stopped_by_layers"`
}

// Stopped says whether API layers make every program fail.
type Stopped string

// The answers.
const (
	StoppedYes   Stopped = "yes"
	StoppedMaybe Stopped = "maybe"
	StoppedNo    Stopped = "no"
)

// StoppedByLayers reports whether API layers make every program fail, or may end it. In a report without the field Stopped, only a
// program that layers stop has a fix.
func (p *Program) StoppedByLayers() bool {
	return p != nil && (p.Stopped == StoppedYes || p.Stopped == StoppedMaybe || p.Stopped == "" && p.Fix != nil)
}

// MayBeStopped reports whether API layers may end every program, and nothing is certain.
func (p *Program) MayBeStopped() bool { return p != nil && p.Stopped == StoppedMaybe }

// OtherProgram is what an OpenXR program gets that uses another Khronos loader, or is built for another architecture. Only files
// were read for it.
type OtherProgram struct {
	// The version of the Khronos loader whose rules were followed.
	LoaderVersion string `json:"loader_version"`
	// The first later version with which such a program gets something else; null if there is none, and in the row that says
	// what programs of another architecture get.
	Until *string `json:"until"`
	// The file of that loader; null if none was found, or if only its rules were followed.
	Loader *string `json:"loader"`
	// The architecture of the program, such as "i686"; null if the loader has no word for it.
	Arch *string `json:"arch"`
	// Where the program runs, in the words of program.place.
	Place string `json:"place"`
	// The path of the runtime's manifest that the loader chooses; null if it finds none.
	Runtime *string `json:"runtime"`
	// The XrResult of xrCreateInstance; null if files do not decide it.
	Result *string `json:"result"`
	// Why, as words for people; null if there is nothing to explain.
	Because *string `json:"because"`
}

// ProgramExtension is an instance extension that a program can use.
type ProgramExtension struct {
	// The name of the extension.
	Name string `json:"name"`
	// The revision of the extension.
	Version uint32 `json:"version"`
	// Who offers it: "runtime", "loader", or the name of a layer.
	From string `json:"from"`
}
