// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package codes

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Code is the code of a problem, and what it means in one sentence.
type Code struct{ ID, Explain string }

// All returns every code, in the order of the levels at which they are found.
func All() []Code { return slices.Clone(all) }

var all = []Code{
	{report.ProblemDiscoveryFailed, "The search for the active runtime ends at a place that cannot be read, where the Khronos loader gives up too."},
	{report.ProblemDiscoveryUnsupported, "Which runtime is active is not known, because nothing tells what Windows' registry holds, or how programs of this system search."},

	{loader.CodeManifestMissing, "The manifest that is named as the active one does not exist."},
	{loader.CodeManifestUnreadable, "A manifest cannot be opened or read, or is a directory."},
	{loader.CodeManifestTooLarge, "A manifest has more than 1 MiB, and is not read."},
	{loader.CodeManifestSyntax, "A manifest is no JSON that the Khronos loader reads."},
	{loader.CodeManifestDepth, "A manifest is nested too deeply, which ends every program that reads it."},
	{loader.CodeManifestRoot, "A manifest holds something else than an object."},
	{loader.CodeManifestVersion, "A manifest's file_format_version is missing, or is not 1.0.0."},
	{loader.CodeManifestFields, "A manifest has no runtime, or its runtime no library_path."},
	{loader.CodeManifestType, "A value of a manifest has a type that ends every program that reads it."},

	{loader.CodeLibraryMissing, "The library that a manifest names does not exist."},
	{loader.CodeLibraryEmptyPath, "A manifest's library_path is empty."},
	{loader.CodeLibraryUnreadable, "A runtime's library cannot be opened or read."},
	{loader.CodeLibraryNotObject, "The file that a manifest names as its library is no library."},
	{loader.CodeLibraryDamaged, "A runtime's library is cut off, or its header contradicts itself."},
	{loader.CodeLibraryWrongFormat, "A runtime's library is made for another operating system."},
	{loader.CodeLibraryWrongArch, "A runtime's library is made for another architecture than the programs that read its manifest."},
	{loader.CodeLibraryNotShared, "The file that a manifest names as its library is a program or an object file."},
	{loader.CodeLibraryNoNegotiate, "A runtime's library lacks the function by which loaders begin."},

	{report.CauseLoadFailed, "The dynamic linker refused a runtime's library, or that of the Khronos loader; asked from the level library up."},
	{report.CauseXrError, "An OpenXR command failed: often the runtime does not reach its service; asked from the level extensions up."},
	{report.CauseDistrusted, "A runtime answered what cannot be true; asked from the level extensions up."},
	{report.CauseCrashed, "A runtime crashed; asked from the level library up."},
	{report.CauseExited, "A runtime ended its process; asked from the level library up."},
	{report.CauseTimedOut, "A runtime did not answer in time; asked from the level library up."},
	{report.CauseBrokenAnswer, "Something wrote into the pipe of a runtime's answers; asked from the level library up."},
	{report.CauseHelperFailed, "The process that asks a runtime failed, and not the runtime."},
	{report.CauseInterrupted, "Asking a runtime was interrupted."},
	{report.CauseMemory, "A runtime took more memory than it may have; asked from the level library up."},
	{report.CauseNoSessionKind, "A runtime offers no kind of session that can be made here; asked at the level session."},
	{"entry_point_missing", "A runtime's library, once loaded, lacks the function by which loaders begin; asked from the level library up."},
	{"negotiation_refused", "A runtime refuses what the Khronos loader offers; asked from the level library up."},
	{"no_get_instance_proc_addr", "A runtime agrees with the loader and does not say where its commands are; asked from the level library up."},
	{"bad_interface_version", "A runtime chose an interface that the loader did not offer; asked from the level library up."},
	{"bad_api_version", "A runtime has a major version of OpenXR that the loader did not offer; asked from the level library up."},
	{"glfw_not_built_in", "A session with OpenGL was asked of a build of xrprobe without GLFW."},
	{"glfw_not_on_main_thread", "A session with OpenGL was asked for on a thread that can open no window; only a bug in xrprobe does that."},
	{"no_display", "A session with OpenGL was asked for where no display is to open a window on."},
	{"no_opengl", "A session with OpenGL was asked for where no window with OpenGL can be opened."},

	{"call_failed", "An OpenXR command failed, and the runtime was asked on; asked from the level instance up."},
	{"question_left_out", "A runtime did not survive a question, which was not asked again."},
	{"not_locked", "Another xrprobe asked the same runtime at the same time."},
	{"headset_extends_desktop", "The desktop extends onto a headset, so that no runtime can show anything on it; asked at the level session."},
	{"manifest_warning", "A manifest has a likely mistake that the Khronos loader accepts."},
	{"hidden_layers", "A value of Windows' registry hides the API layers that come after it from every program."},
	{"dropped_layer", "An API layer is on and cannot be loaded, and programs run without it."},
	{"runtime_json_relative", "XR_RUNTIME_JSON is a relative path, which programs find in one directory only."},
	{"runtime_json_hides", "XR_RUNTIME_JSON hides another choice from the programs that have it."},
}
