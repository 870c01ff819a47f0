// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

// The sources of runtimes outside the directories of XDG, in plain words.
const (
	InSteam    = "a Steam library"
	InFlatpak  = "a flatpak"
	InEnvision = "a prefix of Envision"
	InCloudXR  = "the folder of CloudXR"
	InOpt      = "a folder in /opt"
	InShare    = "the default data directory"
	InUsers    = "$HOME/.local/share"
	InNix      = "a profile of Nix"
	InHomebrew = "Homebrew"
	InVendors  = "the vendor's folder"
)

// windowsPlaces are where the setup programs of vendors put manifests. openxr-explorer has the same list:
// https://github.com/maluoi/openxr-explorer/blob/721a4a9/src/xr_runtime_default.h
var windowsPlaces = []string{
	`C:\WINDOWS\system32\MixedRealityRuntime.json`,
	`C:\Program Files\Oculus\Support\oculus-runtime\oculus_openxr_64.json`,
	`C:\Program Files (x86)\Steam\steamapps\common\SteamVR\steamxr_win64.json`,
	`C:\Program Files\Varjo\varjo-openxr\VarjoOpenXR.json`,
	`C:\Program Files (x86)\VIVE\Updater\App\ViveVRRuntime\ViveVR_openxr\ViveOpenXR.json`,
	`C:\Program Files\Virtual Desktop Streamer\OpenXR\virtualdesktop-openxr-32.json`,
	`C:\Program Files\VirtualDesktopXR\virtualdesktop-openxr-32.json`,
}

// place is a pattern of manifests' paths. A "*" stands for any text without "/". In the tables "~" stands for the home
// directory, and "~/.local/share" also for $XDG_DATA_HOME; a place of a host has the directory in below instead.
type place struct{ source, manifests, below string }

// linuxPlaces are the places besides Steam's libraries, whose own lists are read.
var linuxPlaces = []place{
	// https://docs.flatpak.org/en/latest/flatpak-command-reference.html: "current" leads to an architecture and a branch,
	// "active" to a deployment.
	{source: InFlatpak, manifests: "/var/lib/flatpak/app/*/current/active/files/share/openxr/1/*.json"},
	{source: InFlatpak, manifests: "~/.local/share/flatpak/app/*/current/active/files/share/openxr/1/*.json"},
	// https://gitlab.com/gabmus/envision: each profile is built into a prefix of its own.
	{source: InEnvision, manifests: "~/.local/share/envision/prefixes/*/share/openxr/1/*.json"},
	// https://github.com/NVIDIA/IsaacTeleop copies the manifest into the folder above its run directory, ~/.cloudxr/run.
	{source: InCloudXR, manifests: "~/.cloudxr/openxr_cloudxr.json"},
	{source: InCloudXR, manifests: "~/.cloudxr/share/openxr/1/*.json"},
	// Where make install of CMake's projects puts them, if XDG_DATA_DIRS or XDG_DATA_HOME lead the search elsewhere.
	{source: InShare, manifests: "/usr/local/share/openxr/1/*.json"},
	{source: InShare, manifests: "/usr/share/openxr/1/*.json"},
	{source: InUsers, manifests: "~/.local/share/openxr/1/*.json"},
	// https://refspecs.linuxfoundation.org/FHS_3.0/fhs/ch03s13.html: a package in /opt has its files in /opt/PACKAGE.
	{source: InOpt, manifests: "/opt/*/share/openxr/1/*.json"},
}

// nixPlaces are the profiles of Nix, on Linux and macOS:
// https://nix.dev/manual/nix/stable/command-ref/files/profiles.html. NixOS adds the system's and each user's packages.
var nixPlaces = []place{
	{source: InNix, manifests: "/run/current-system/sw/share/openxr/1/*.json"},
	{source: InNix, manifests: "/etc/profiles/per-user/*/share/openxr/1/*.json"},
	{source: InNix, manifests: "~/.nix-profile/share/openxr/1/*.json"},
	{source: InNix, manifests: "~/.local/state/nix/profile/share/openxr/1/*.json"},
	{source: InNix, manifests: "/nix/var/nix/profiles/default/share/openxr/1/*.json"},
}

// macOSPlaces are the places on macOS. SteamVR has none: no public source names an OpenXR manifest of its builds for macOS.
var macOSPlaces = []place{
	// The only directory of the Khronos loader there.
	{source: InShare, manifests: "/usr/local/share/openxr/1/*.json"},
	// https://docs.brew.sh/Installation: Homebrew's prefix on ARM.
	{source: InHomebrew, manifests: "/opt/homebrew/share/openxr/1/*.json"},
	// https://github.com/Oculus-VR/homebrew-repo/blob/main/meta-xr-simulator.md
	{source: InHomebrew, manifests: "/opt/homebrew/Cellar/meta-xr-simulator/*/meta_openxr_simulator.json"},
}
