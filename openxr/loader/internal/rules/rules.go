// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package rules

// Rule is one rule that the Khronos loader follows when it looks for the active runtime and for API layers, and reads their
// manifests.
type Rule struct {
	// Number is the rule's short name in comments and tests, such as "D1".
	Number string
	// Word is the rule's name in a step, such as "runtime_json". The words are stable. It is "" if no step carries the
	// rule.
	Word string
	// Text says in one sentence what the loader does.
	Text string
	// Source names the file and lines of the loader's code, or says "observed" if the rule was found by running the loader.
	// The files belong to https://github.com/KhronosGroup/OpenXR-SDK-Source at commit 211e2f4, which is SDK 1.1.61.
	Source string
}

// The words that steps carry.
const (
	RuntimeJSON           = "runtime_json"
	EmptyVariable         = "empty_variable"
	ArchitectureThenPlain = "architecture_then_plain"
	ConfigDirectories     = "config_directories"
	SecureExecution       = "secure_execution"
	UsrLocalShare         = "usr_local_share"
	Registry              = "registry"
	ElevatedProcess       = "elevated_process"
)

// The files of the loader that the table names most often.
const (
	ManifestFile  = "src/loader/manifest_file.cpp"
	PlatformUtils = "src/common/platform_utils.hpp"
	observed      = "observed"
)

// All are the rules. D rules hold on all systems, L rules on Linux, W rules on Windows and M rules on macOS; R rules are about the
// manifest, and Y rules about API layers.
var All = []Rule{
	{"D1", RuntimeJSON, "If XR_RUNTIME_JSON is set, its value is the manifest's path, and the loader tries no other place.", ManifestFile + ":654-658,705"},
	{"D2", EmptyVariable, "The loader treats an empty variable as not set.", observed},
	{"D3", "", "The value of XR_RUNTIME_JSON is one path: it may have any suffix and may be relative, but it is not a list or a URL, and ~ is not expanded.", observed},
	{"D7", "", "If the loader cannot load a runtime, it returns XR_ERROR_RUNTIME_UNAVAILABLE, or XR_ERROR_RUNTIME_FAILURE after an exception.", "src/loader/runtime_interface.cpp:256-260"},
	{"D8", "", "While a runtime is loaded, the loader reads nothing again.", "src/loader/runtime_interface.cpp:226-230"},

	{"L1", ArchitectureThenPlain, "In each directory, the loader tries active_runtime.<arch>.json and then active_runtime.json.", ManifestFile + ":281-309"},
	{"L2", ConfigDirectories, "The loader searches XDG_CONFIG_HOME or else $HOME/.config, then XDG_CONFIG_DIRS or else /etc/xdg, then SYSCONFDIR and EXTRASYSCONFDIR.", ManifestFile + ":312-356"},
	{"L3", "", "The loader does not search data directories, such as /usr/share, for the active runtime.", observed},
	{"L4", "", "The first path that exists is chosen, even if its manifest or library is broken.", ManifestFile + ":281-356"},
	{"L5", "", "A path exists if its symbolic links lead to something: a dangling link is skipped, and a loop of links ends the search.", observed},
	{"L6", "", "The architecture in a manifest's name is that of the loader, not that of the kernel.", PlatformUtils + ":40-78"},
	{"L7", SecureExecution, "In a set-user-ID program, the loader ignores XR_RUNTIME_JSON, HOME and the XDG variables.", PlatformUtils + ":97-109,150-162"},
	{"L8", "", "Even in a set-user-ID program, the loader reads XR_ENABLE_API_LAYERS, XR_LOADER_DEBUG and the variables of API layers.", "src/loader/api_layer_interface.cpp:35, " + ManifestFile + ":835,843"},

	{"M1", UsrLocalShare, "The loader searches only /usr/local/share/openxr/1, for active_runtime.<arch>.json and then active_runtime.json; a path that stat fails on is skipped.", PlatformUtils + ":186-188"},
	{"M2", "", "API layers are searched in the XDG directories, as on Linux.", ManifestFile + ":205"},
	{"M3", "", "There is no secure_getenv, so the loader reads the variables in set-user-ID programs too.", PlatformUtils + ":97-109"},

	{"W1", Registry, `The value ActiveRuntime of HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1 is the manifest's path; HKEY_CURRENT_USER is not read.`, ManifestFile + ":364-416"},
	{"W2", "", "The loader cannot read a value of more than 1023 UTF-16 units.", ManifestFile + ":364-416"},
	{"W3", "", `A 32-bit program sees other values than a 64-bit one: a 64-bit Windows keeps them in HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node. Below HKEY_CURRENT_USER both see the same.`, ManifestFile + ":364-416"},
	{"W4", "", `The path must be a regular file whose name ends in ".json".`, ManifestFile + ":364-416"},
	{"W5", ElevatedProcess, "In a program above medium integrity, the loader ignores XR_RUNTIME_JSON and XR_API_LAYER_PATH, and does not read HKEY_CURRENT_USER; XR_ENABLE_API_LAYERS counts.", PlatformUtils + ":242-268,310-327, " + ManifestFile + ":452-458"},
	{"W6", "", "The loader does not read AvailableRuntimes: there a DWORD of 0 says that a manifest may be offered to the user, and any other number hides it.", "specification/loader/runtime.adoc:399-462"},
	{"W7", "", "A variable that turns an API layer on or off counts if it is set, even to nothing.", PlatformUtils + ":272-277"},
	{"W8", "", "Symbolic links are not resolved: a relative library_path is relative to the directory of the manifest's path as the registry has it.", "src/common/filesystem_utils.cpp:85-95"},

	{"R1", "", "The manifest is what jsoncpp 1.9.6 accepts by default, which is more than JSON.", "src/external/jsoncpp/src/lib_json/json_reader.cpp:1948-1963"},
	{"R2", "", `file_format_version is a string from which sscanf with "%u.%u.%u" reads 1, 0 and 0.`, ManifestFile + ":473-492"},
	{"R3", "", "runtime is an object whose library_path is a string; another type of runtime, or more than 1000 levels of nesting, throws an exception.", ManifestFile + ":610"},
	{"R4", "", "The loader does not read name or the keys of vendors.", observed},
	{"R5", "", "A library_path with a separator is a path; a relative one is relative to the directory of the canonical manifest.", ManifestFile + ":616-640"},
	{"R6", "", "The dynamic linker searches for a library_path without a separator.", observed},
	{"R7", "", `On Linux a backslash counts as a separator but stays in the path, and "" means the program itself.`, observed},
	{"R9", "", "functions renames functions if it is an object inside runtime; values that are not strings are ignored.", ManifestFile + ":610,647"},
	{"R10", "", "instance_extensions has no effect in a runtime manifest.", observed},

	{"Y1", "", "On Linux and macOS, the loader searches XDG_CONFIG_DIRS, its own configuration directories, XDG_DATA_DIRS, and XDG_DATA_HOME or else $HOME/.local/share, each for openxr/1/api_layers/implicit.d, and then each for explicit.d. XDG_CONFIG_HOME is not searched.", ManifestFile + ":205-238,970-1015"},
	{"Y2", "", "The manifests of a directory are its names that end in .json, in the order of the file system.", observed},
	{"Y3", "", "XR_API_LAYER_PATH is a list of directories that replaces the search for explicit layers, and not that for implicit ones.", ManifestFile + ":148-238"},
	{"Y3b", "", "An empty entry of a list stands for the file system's root, unless it is the last one; a list of one character is dropped.", ManifestFile + ":148-179"},
	{"Y4", "", `On Windows, the values of ApiLayers\Implicit and ApiLayers\Explicit with a DWORD of 0 name the manifests, first of HKEY_LOCAL_MACHINE and then of HKEY_CURRENT_USER; the first value that is no DWORD, or whose name has more than 1022 characters, hides those after it.`, ManifestFile + ":418-466"},
	{"Y5", "", "An implicit layer names in disable_environment the variable that turns it off, and may name in enable_environment one that has to be set; either counts if it is set, even to nothing.", ManifestFile + ":820-853"},
	{"Y6", "", "A manifest needs name, api_version, library_path and implementation_version, all strings.", ManifestFile + ":811-818"},
	{"Y7", "", `api_version is a string from which sscanf with "%u.%u" reads two numbers: not 0.0, and the first is at most 1.`, ManifestFile + ":857-865"},
	{"Y8", "", "implementation_version is a whole number in decimal, as strtoul reads it.", ManifestFile + ":867-877"},
	{"Y9", "", "A library_path with a separator has to exist; where the operating system does not say whether it does, every program fails. It is relative to the manifest's directory as the search found it; one without a separator is not looked for.", ManifestFile + ":928-940"},
	{"Y10", "", "A name may be empty and may have any form; the loader cuts it after 255 bytes.", observed},
	{"Y11", "", "instance_extensions is an array of objects; one without a name or a version that is no number is skipped, and an array of anything else throws an exception.", observed},
	{"Y12", "", "Of an extension that several offer, the runtime's version counts, and without it the greatest of the layers'.", ManifestFile + ":494-505"},
	{"Y13", "", "The extensions of implicit layers are listed, and of explicit ones those of layers that XR_ENABLE_API_LAYERS names.", observed},
	{"Y14", "", "A manifest of any layer that throws an exception, and a search directory that is a file, make every program fail.", observed},
	{"Y15", "", "XR_ENABLE_API_LAYERS is a list of exact names; a name that no layer has makes every program fail, and so does an empty one unless it is the last.", "src/loader/api_layer_interface.cpp:34-54"},
	{"Y16", "", "Implicit layers are loaded first, and then those that are named, in the order of the names.", "src/loader/api_layer_interface.cpp:194-274"},
	{"Y17", "", "A layer that cannot be loaded is left out without an error, unless no other one can be loaded, or unless its library lacks the negotiate function and none after it can be loaded.", "src/loader/api_layer_interface.cpp:276-434, and observed"},
}
