// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe"
)

// noneMachine is a machine on which no runtime is active, or whose choice is hidden.
type noneMachine struct {
	name string
	// tree maps paths to contents: "-> x" is a link to x, and a name that ends with "/" is a
	// directory.
	tree map[string]string
	env  map[string]string
	// user is whose programs run, as --user says; "" means the user of the environment.
	user string
	// loader is the version of the Khronos loader whose rules count.
	loader loader.Version
	// id, text and fix are the problem. The text is matched from its beginning to its end,
	// and "…" in it stands for anything.
	id, text, fix string
	// meanwhile is what a person does besides the fix's command: paths to contents.
	meanwhile map[string]string
	// after is what the next run says once the fix is carried out: "" means that a runtime is
	// active and nothing speaks against its files; else the ID of the next problem. "not tried"
	// means that the fix is no command that a test can carry out.
	after string
}

const (
	steamVRJSON = "/home/ann/.local/share/Steam/steamapps/common/SteamVR/steamxr_linux64.json"
	annChoice   = "/home/ann/.config/openxr/1/active_runtime.json"
	annForX86   = "/home/ann/.config/openxr/1/active_runtime.x86_64.json"
	wivrnJSON   = "/usr/share/openxr/1/openxr_wivrn.json"
	flatpakApp  = "/home/ann/.local/share/flatpak/app/io.github.wivrn.wivrn"
	wivrnInside = "/files/share/openxr/1/openxr_wivrn.json"
	steamInside = "/home/ann/.var/app/com.valvesoftware.Steam/config"
	passwdOfAnn = "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n"
)

// named is a manifest whose library the dynamic linker would search for.
func named(name string) string {
	return `{"file_format_version": "1.0.0", "runtime": {"name": "` + name + `", "library_path": "lib` + name + `.so"}}`
}

// unnamed is a manifest without a name.
func unnamed(library string) string {
	return `{"file_format_version": "1.0.0", "runtime": {"library_path": "` + library + `"}}`
}

var annHome = map[string]string{"HOME": "/home/ann"}

func inSteamFlatpak() map[string]string {
	return map[string]string{"HOME": "/home/ann", "FLATPAK_ID": "com.valvesoftware.Steam", "XDG_CONFIG_HOME": steamInside,
		"XDG_CONFIG_DIRS": "/app/etc/xdg:/etc/xdg", "XDG_DATA_DIRS": "/app/share:/usr/share"}
}

var noneMachines = []noneMachine{
	// A link that leads nowhere.
	{name: "a link to a manifest that moved", env: annHome,
		tree: map[string]string{annChoice: "-> /opt/wivrn/openxr_wivrn.json", wivrnJSON: named("WiVRn")},
		id:   "dangling_choice", text: "The link " + annChoice + " leads to /opt/wivrn/openxr_wivrn.json, which does not exist, so no runtime is active; a manifest of the same name is at " + wivrnJSON + ".",
		fix: "ln -sfn " + wivrnJSON + " " + annChoice},
	{name: "a link to an old deployment of a flatpak", env: annHome,
		tree: map[string]string{annChoice: "-> " + flatpakApp + "/x86_64/stable/aaaa" + wivrnInside,
			flatpakApp + "/current": "-> x86_64/stable", flatpakApp + "/x86_64/stable/active": "-> bbbb", flatpakApp + "/x86_64/stable/bbbb" + wivrnInside: named("WiVRn")},
		id: "dangling_choice", text: "The link …/aaaa" + wivrnInside + ", which does not exist, so no runtime is active; the flatpak's current version has one of this name.",
		fix: "ln -sfn " + flatpakApp + "/current/active" + wivrnInside + " " + annChoice},
	{name: "a link into a Steam library on another disk, moved home", env: annHome,
		tree: map[string]string{annChoice: "-> /mnt/games/steamapps/common/SteamVR/steamxr_linux64.json", steamVRJSON: named("SteamVR")},
		id:   "dangling_choice", text: "The link …; a manifest of the same name is at " + steamVRJSON + ".", fix: "ln -sfn " + steamVRJSON + " " + annChoice},
	{name: "a link whose runtime is gone, with another installed", env: annHome,
		tree: map[string]string{annChoice: "-> ../../../gone/steamxr_linux64.json", wivrnJSON: named("WiVRn")},
		id:   "dangling_choice", text: "The link " + annChoice + " leads to /home/ann/gone/steamxr_linux64.json, which does not exist, so no runtime is active; WiVRn is installed (" + wivrnJSON + ").",
		fix: "ln -sfn " + wivrnJSON + " " + annChoice},
	{name: "a chain of links, and nothing installed", env: annHome,
		tree: map[string]string{annChoice: "-> /etc/alternatives/xr", "/etc/alternatives/xr": "-> /opt/xr/monado.json"},
		id:   "dangling_choice", text: "The link " + annChoice + " leads to /opt/xr/monado.json, which does not exist, so no runtime is active; no other runtime was found.",
		fix:       "Bring /opt/xr/monado.json back: install its runtime again, or mount the disk that it was on.",
		meanwhile: map[string]string{"/opt/xr/monado.json": named("Monado")}},
	{name: "the directory is the link", env: annHome,
		tree: map[string]string{"/home/ann/.config/openxr": "-> /home/ann/dotfiles/openxr", wivrnJSON: named("WiVRn")},
		id:   "dangling_choice", text: "The link /home/ann/.config/openxr leads to /home/ann/dotfiles/openxr, which does not exist, so no runtime is active; WiVRn is installed (" + wivrnJSON + ").",
		fix: "rm /home/ann/.config/openxr && mkdir -p /home/ann/.config/openxr/1 && ln -s " + wivrnJSON + " " + annChoice},
	{name: "the machine's link", env: annHome,
		tree: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": "-> /opt/openxr_wivrn.json", wivrnJSON: named("WiVRn")},
		id:   "dangling_choice", text: "The link /etc/xdg/…", fix: "sudo ln -sfn " + wivrnJSON + " /etc/xdg/openxr/1/active_runtime.json"},
	{name: "a link that a flatpak may not follow", env: inSteamFlatpak(),
		tree: map[string]string{"/.flatpak-info": "[Application]\n", steamInside + "/openxr/1": "-> /home/ann/.config/openxr/1"},
		id:   "dangling_choice", text: "The link " + steamInside + "/openxr/1 leads to /home/ann/.config/openxr/1, which the flatpak com.valvesoftware.Steam does not see, so no runtime is active in it.",
		fix:       "On the host: flatpak override --user --filesystem=xdg-config/openxr:ro com.valvesoftware.Steam",
		meanwhile: map[string]string{annChoice: named("WiVRn")}},

	{name: "a link that is right outside", env: annHome, tree: map[string]string{"/run/.containerenv": "", annChoice: "-> /opt/openxr_wivrn.json", wivrnJSON: named("WiVRn")},
		id: "dangling_choice", text: "The link " + annChoice + " leads to /opt/openxr_wivrn.json, which programs in a container (/run/.containerenv is there) do not find, so no runtime is active in it.",
		fix: "Run xrprobe outside before you change the link, which may be right there.", after: "not tried"},
	{name: "a link that would come before another architecture's choice", env: annHome,
		tree: map[string]string{annChoice: "-> /opt/openxr_wivrn.json", wivrnJSON: named("WiVRn"), "/etc/xdg/openxr/1/active_runtime.i686.json": named("Monado")},
		id:   "dangling_choice", text: "The link …; a manifest of the same name is at " + wivrnJSON + ".", fix: "ln -s " + wivrnJSON + " " + annForX86},

	// A broken choice that another place hides.
	{name: "the machine's runtime hides a broken choice", env: annHome,
		tree: map[string]string{annChoice: "-> /opt/openxr_wivrn.json", wivrnJSON: named("WiVRn"), "/etc/xdg/openxr/1/active_runtime.json": named("Monado")},
		id:   "hidden_choice", text: "The user's choice " + annChoice + " leads to /opt/openxr_wivrn.json, which does not exist, so /etc/xdg/openxr/1/active_runtime.json is active instead.",
		fix: "ln -sfn " + wivrnJSON + " " + annChoice},
	{name: "the machine's runtime hides a choice that is gone", env: annHome,
		tree: map[string]string{annChoice: "-> /opt/openxr_wivrn.json", "/etc/xdg/openxr/1/active_runtime.json": named("Monado")},
		id:   "hidden_choice", text: "The user's choice …", fix: "To keep it so, remove the link: rm " + annChoice},

	// Another user's choice.
	{name: "sudo", env: map[string]string{"HOME": "/root", "SUDO_USER": "ann"},
		tree: map[string]string{"/etc/passwd": passwdOfAnn, annChoice: named("SteamVR"), wivrnJSON: named("WiVRn")},
		id:   "invoking_user", text: "Through sudo, HOME is /root, where no runtime is chosen; the configuration of the user ann names one: SteamVR (" + annChoice + ").",
		fix: "Run the OpenXR program as ann, without sudo; see what that user's programs find with: xrprobe --user ann"},
	{name: "pkexec", env: map[string]string{"HOME": "/root", "PKEXEC_UID": "1000"},
		tree: map[string]string{"/etc/passwd": passwdOfAnn, annChoice: named("SteamVR")},
		id:   "invoking_user", text: "Through pkexec, …", fix: "Run the OpenXR program as ann, without pkexec; see what that user's programs find with: xrprobe --user ann"},
	{name: "root, and one user has a choice", env: map[string]string{"HOME": "/root"},
		tree: map[string]string{"/etc/passwd": passwdOfAnn + "bob:x:1001:1001::/home/bob:/bin/sh\n", annChoice: named("SteamVR")},
		id:   "invoking_user", text: "For root, HOME is /root, where no runtime is chosen; the configuration of the user ann names one: SteamVR (" + annChoice + ").",
		fix: "Run the OpenXR program as ann, not as root; see what that user's programs find with: xrprobe --user ann"},
	{name: "root, and two users have choices", env: map[string]string{"HOME": "/root"},
		tree: map[string]string{"/etc/passwd": passwdOfAnn + "bob:x:1001:1001::/home/bob:/bin/sh\n", annChoice: named("SteamVR"), "/home/bob/.config/openxr/1/active_runtime.json": named("Monado")},
		id:   "invoking_user", text: "For root, HOME is /root, where no runtime is chosen; the configurations of ann and bob name one each.",
		fix: "Run the OpenXR program as one of them; see what that user's programs find, for instance with: xrprobe --user ann", after: "not tried"},
	{name: "sudo by a user without a choice", env: map[string]string{"HOME": "/root", "SUDO_USER": "ann"},
		tree: map[string]string{"/etc/passwd": passwdOfAnn, wivrnJSON: named("WiVRn")},
		id:   "installed_not_active", text: "No runtime is active; installed is WiVRn (the machine's, " + wivrnJSON + ").",
		fix: "To use WiVRn: mkdir -p /root/.config/openxr/1 && ln -s " + wivrnJSON + " /root/.config/openxr/1/active_runtime.json"},

	// Inside of something.
	{name: "a flatpak that may read the host's choice", env: inSteamFlatpak(),
		tree: map[string]string{"/.flatpak-info": "[Application]\n", annChoice: named("WiVRn")},
		id:   "sandboxed_choice", text: "Programs in the flatpak com.valvesoftware.Steam do not look at the host's choice, although they may read it: WiVRn (" + annChoice + ").",
		fix: "mkdir -p " + steamInside + "/openxr/1 && ln -s " + annChoice + " " + steamInside + "/openxr/1/active_runtime.json"},
	{name: "a flatpak that may read the host's link, but not what it leads to", env: inSteamFlatpak(),
		tree: map[string]string{"/.flatpak-info": "[Application]\n", annChoice: "-> " + flatpakApp + "/current/active" + wivrnInside},
		id:   "sandboxed_choice", text: "The host's choice " + annChoice + " leads to …, which the flatpak com.valvesoftware.Steam does not see.",
		fix:       "On the host: flatpak override --user --filesystem=xdg-data/flatpak/app/io.github.wivrn.wivrn:ro com.valvesoftware.Steam",
		meanwhile: map[string]string{flatpakApp + "/current/active" + wivrnInside: named("WiVRn")}, after: "sandboxed_choice"},
	{name: "a flatpak that sees nothing of the host", env: map[string]string{"HOME": "/home/ann", "XDG_CONFIG_HOME": "/home/ann/.var/app/org.x/config"},
		tree: map[string]string{"/.flatpak-info": "[Application]\nname=org.x\n"},
		id:   "sandboxed", text: "This runs in the flatpak org.x, which does not see the host's OpenXR configuration (/home/ann/.config/openxr).",
		fix:       "On the host: flatpak override --user --filesystem=xdg-config/openxr:ro org.x",
		meanwhile: map[string]string{annChoice: named("WiVRn")}, after: "sandboxed_choice"},
	{name: "a flatpak that sees that the host has no choice", env: inSteamFlatpak(),
		tree: map[string]string{"/.flatpak-info": "[Application]\n", "/home/ann/.config/openxr/1/": ""},
		id:   "sandboxed", text: "This runs in the flatpak com.valvesoftware.Steam, which may read the host's /home/ann/.config/openxr, and no runtime is chosen there either.",
		fix: "Run xrprobe on the host, and make a runtime active there.", meanwhile: map[string]string{annChoice: named("WiVRn")}, after: "sandboxed_choice"},
	{name: "a snap", env: map[string]string{"HOME": "/home/ann/snap/xr/7", "SNAP": "/snap/xr/7", "SNAP_NAME": "xr", "SNAP_USER_DATA": "/home/ann/snap/xr/7"},
		id: "sandboxed", text: "This runs in the snap xr, whose home is /home/ann/snap/xr/7: the host's OpenXR configuration is not read.",
		fix: "Use a package of the program that is no snap, and run xrprobe outside the snap.", after: "not tried"},
	{name: "a snap that may read the user's home", env: map[string]string{"HOME": "/home/ann/snap/xr/7", "SNAP": "/snap/xr/7", "SNAP_NAME": "xr", "SNAP_USER_DATA": "/home/ann/snap/xr/7", "SNAP_REAL_HOME": "/home/ann"},
		tree: map[string]string{annChoice: named("WiVRn")},
		id:   "sandboxed_choice", text: "Programs in the snap xr do not look at the host's choice, although they may read it: WiVRn (" + annChoice + ").",
		fix: "mkdir -p /home/ann/snap/xr/7/.config/openxr/1 && ln -s " + annChoice + " /home/ann/snap/xr/7/.config/openxr/1/active_runtime.json"},
	{name: "a program that a snap started outside", env: map[string]string{"HOME": "/home/ann", "SNAP": "/snap/code/7", "SNAP_NAME": "code", "SNAP_USER_DATA": "/home/ann/snap/code/7"},
		id: "not_installed", text: "No OpenXR runtime is active…", fix: "Install one: …", after: "not tried"},
	{name: "Steam's container", env: annHome, tree: map[string]string{"/run/pressure-vessel/": ""},
		id: "sandboxed", text: "This runs in Steam's container, which hides the host's OpenXR runtimes unless a launch option shares them.",
		fix: "Set the program's launch options in Steam to: PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES=1 %command%", after: "not tried"},
	{name: "Steam's container, and the host has a choice", env: annHome,
		tree: map[string]string{"/run/pressure-vessel/": "", "/.flatpak-info": "", "/run/host/etc/xdg/openxr/1/active_runtime.json": named("WiVRn"), steamVRJSON: named("SteamVR")},
		id:   "sandboxed_choice", text: "Programs in Steam's container do not look at the host's choice, although they may read it: WiVRn (/run/host/etc/xdg/openxr/1/active_runtime.json).",
		fix: "Set the program's launch options in Steam to: PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES=1 %command%", after: "not tried"},
	{name: "a container", env: map[string]string{"HOME": "/root"}, tree: map[string]string{"/run/.containerenv": ""},
		id: "sandboxed", text: "This runs in a container (/run/.containerenv is there): the host's OpenXR configuration is not read here.",
		fix:       "Run xrprobe and the program on the host, or share with the container the host's manifest, the library that it names, and the service's socket.",
		meanwhile: map[string]string{"/root/.config/openxr/1/active_runtime.json": named("WiVRn")}},
	{name: "a container of Docker, and the host's files without a choice", env: annHome, tree: map[string]string{"/.dockerenv": "", "/run/host/etc/": ""},
		id: "sandboxed", text: "This runs in a container (/.dockerenv is there): …", fix: "Run xrprobe on the host, and make a runtime active there.", after: "not tried"},
	{name: "a container of systemd", env: annHome, tree: map[string]string{"/run/systemd/container": "systemd-nspawn\n"},
		id: "sandboxed", text: "This runs in a container (/run/systemd/container is there): …", fix: "Run xrprobe on the host.", after: "not tried"},
	{name: "a flatpak, and the host has XDG_CONFIG_HOME", env: map[string]string{"HOME": "/home/ann", "FLATPAK_ID": "org.x", "XDG_CONFIG_HOME": "/home/ann/.var/app/org.x/config", "HOST_XDG_CONFIG_HOME": "/data/config"},
		tree: map[string]string{"/.flatpak-info": "[Application]\n", "/data/config/openxr/1/active_runtime.json": named("Monado")},
		id:   "sandboxed_choice", text: "Programs in the flatpak org.x …: Monado (/data/config/openxr/1/active_runtime.json).",
		fix: "mkdir -p /home/ann/.var/app/org.x/config/openxr/1 && ln -s /data/config/openxr/1/active_runtime.json /home/ann/.var/app/org.x/config/openxr/1/active_runtime.json"},
	{name: "a container with the host's files", env: annHome,
		tree: map[string]string{"/run/.containerenv": "", "/run/host/etc/xdg/openxr/1/active_runtime.json": named("Monado")},
		id:   "sandboxed_choice", text: "Programs in a container (/run/.containerenv is there) do not look at the host's choice, although they may read it: Monado (/run/host/etc/xdg/openxr/1/active_runtime.json).",
		fix: "mkdir -p /home/ann/.config/openxr/1 && ln -s /run/host/etc/xdg/openxr/1/active_runtime.json " + annChoice},

	// A file where nobody looks.
	{name: "XDG_CONFIG_HOME leads away from home", env: map[string]string{"HOME": "/home/ann", "XDG_CONFIG_HOME": "/data/config"},
		tree: map[string]string{annChoice: named("WiVRn"), wivrnJSON: named("WiVRn")},
		id:   "unread_home", text: "XDG_CONFIG_HOME is /data/config, so /home/ann/.config is not read, where a runtime is chosen: WiVRn (" + annChoice + ").",
		fix: "mkdir -p /data/config/openxr/1 && ln -s " + annChoice + " /data/config/openxr/1/active_runtime.json"},
	{name: "one directory too high", env: annHome, tree: map[string]string{"/home/ann/.config/openxr/active_runtime.json": unnamed("libopenxr_monado.so")},
		id: "misplaced_choice", text: "No runtime is active: the manifest /home/ann/.config/openxr/active_runtime.json is not where programs look for it, which is " + annChoice + ".",
		fix: "mkdir -p /home/ann/.config/openxr/1 && ln -s /home/ann/.config/openxr/active_runtime.json " + annChoice},
	{name: "one directory too high, and another architecture has a choice", env: annHome,
		tree: map[string]string{"/home/ann/.config/openxr/active_runtime.json": named("Monado"), "/etc/xdg/openxr/1/active_runtime.i686.json": named("X")},
		id:   "misplaced_choice", text: "No runtime is active: the manifest /home/ann/.config/openxr/active_runtime.json is not where programs look for it, which is " + annForX86 + ".",
		fix: "mkdir -p /home/ann/.config/openxr/1 && ln -s /home/ann/.config/openxr/active_runtime.json " + annForX86},
	{name: "in a data directory", env: annHome, tree: map[string]string{"/usr/share/openxr/1/active_runtime.json": named("Monado")},
		id: "misplaced_choice", text: "No runtime is active: the manifest /usr/share/openxr/1/active_runtime.json is not where programs look for it, which is " + annChoice + ".",
		fix: "mkdir -p /home/ann/.config/openxr/1 && ln -s /usr/share/openxr/1/active_runtime.json " + annChoice},
	{name: "only another architecture, and SteamVR is installed", env: annHome,
		tree: map[string]string{"/home/ann/.config/openxr/1/active_runtime.i686.json": named("SteamVR"), steamVRJSON: named("SteamVR")},
		id:   "other_architecture", text: "The only active manifest is for i686 programs: SteamVR (/home/ann/.config/openxr/1/active_runtime.i686.json); x86_64 programs do not read it.",
		fix: "ln -s " + steamVRJSON + " " + annForX86},
	{name: "only another architecture, and nothing installed", env: annHome,
		tree: map[string]string{"/etc/xdg/openxr/1/active_runtime.aarch64.json": named("Monado"), "/etc/xdg/openxr/1/active_runtime.old.json": named("X")},
		id:   "other_architecture", text: "The only active manifest is for aarch64 programs: Monado (/etc/xdg/openxr/1/active_runtime.aarch64.json); x86_64 programs do not read it.",
		fix: "Install the x86_64 build of the runtime, and link its manifest to " + annForX86 + ".", meanwhile: map[string]string{annForX86: "-> " + wivrnJSON, wivrnJSON: named("WiVRn")}},
	{name: "a file for this architecture, and a loader that does not read it", env: annHome, loader: loader.Version{1, 0, 20},
		tree: map[string]string{annForX86: named("Monado")},
		id:   "other_architecture", text: "The only active manifest is Monado (" + annForX86 + "), which the loader 1.0.20 does not read: it looks for active_runtime.json alone.",
		fix: "ln -s " + annForX86 + " " + annChoice},
	{name: "another architecture, and a loader that reads plain files only", env: annHome, loader: loader.Version{1, 0, 20},
		tree: map[string]string{"/home/ann/.config/openxr/1/active_runtime.i686.json": named("SteamVR"), steamVRJSON: named("SteamVR")},
		id:   "other_architecture", text: "The only active manifest is for i686 programs: SteamVR (/home/ann/.config/openxr/1/active_runtime.i686.json); x86_64 programs do not read it.",
		fix: "ln -s " + steamVRJSON + " " + annChoice},

	// Installed, and not active.
	{name: "WiVRn and SteamVR are installed", env: annHome,
		tree: map[string]string{wivrnJSON: named("WiVRn"), steamVRJSON: named("SteamVR"), "/home/ann/.steam/steam": "-> ../.local/share/Steam"},
		id:   "installed_not_active", text: "No runtime is active; installed are WiVRn (the machine's, " + wivrnJSON + ") and SteamVR (in a Steam library, " + steamVRJSON + ").",
		fix: "To use WiVRn: mkdir -p /home/ann/.config/openxr/1 && ln -s " + wivrnJSON + " " + annChoice},
	{name: "SteamVR is in another Steam library", env: annHome,
		tree: map[string]string{"/home/ann/.steam/debian-installation/steamapps/libraryfolders.vdf": "\"libraryfolders\"\n{\n\t\"0\"\n\t{\n\t\t\"path\"\t\t\"/mnt/my games\"\n\t\t\"apps\"\n\t\t{\n\t\t\t\"250820\"\t\t\"5\"\n",
			"/mnt/my games/steamapps/common/SteamVR/steamxr_linux64.json": unnamed("vrclient.so")},
		id: "installed_not_active", text: "No runtime is active; installed is SteamVR (in a Steam library, /mnt/my games/steamapps/common/SteamVR/steamxr_linux64.json).",
		fix: "To use SteamVR: mkdir -p /home/ann/.config/openxr/1 && ln -s '/mnt/my games/steamapps/common/SteamVR/steamxr_linux64.json' " + annChoice},
	{name: "WiVRn is a flatpak of the machine", env: annHome,
		tree: map[string]string{"/var/lib/flatpak/app/io.github.wivrn.wivrn/current/active" + wivrnInside: unnamed("libopenxr_wivrn.so"), "/home/ann/.config/openxr/1/": ""},
		id:   "installed_not_active", text: "No runtime is active; installed is WiVRn (in a flatpak, …",
		fix: "To use WiVRn: ln -s /var/lib/flatpak/app/io.github.wivrn.wivrn/current/active" + wivrnInside + " " + annChoice},
	{name: "built by Envision, for another user", user: "ann",
		tree: map[string]string{"/etc/passwd": passwdOfAnn, "/home/ann/.local/share/envision/prefixes/p1/share/openxr/1/openxr_monado.json": named("Monado")},
		id:   "installed_not_active", text: "No runtime is active; installed is Monado (the user's, /home/ann/.local/share/envision/prefixes/p1/share/openxr/1/openxr_monado.json).",
		fix: "To use Monado: sudo -u ann mkdir -p /home/ann/.config/openxr/1 && sudo -u ann ln -s /home/ann/.local/share/envision/prefixes/p1/share/openxr/1/openxr_monado.json " + annChoice},
	{name: "two manifests of one library, and a broken one", env: annHome,
		tree: map[string]string{wivrnJSON: named("WiVRn"), "/home/ann/.local/share/openxr/1/copy.json": named("WiVRn"), "/usr/share/openxr/1/a.json": "{"},
		id:   "installed_not_active", text: "No runtime is active; installed is WiVRn (the user's, /home/ann/.local/share/openxr/1/copy.json).",
		fix: "To use WiVRn: mkdir -p /home/ann/.config/openxr/1 && ln -s /home/ann/.local/share/openxr/1/copy.json " + annChoice, after: "installed_unusable"},
	{name: "what is installed has no library", env: annHome, tree: map[string]string{wivrnJSON: unnamed("../../../lib/libopenxr_wivrn.so")},
		id: "installed_not_active", text: "No runtime is active, and the one that is installed, " + wivrnJSON + ", cannot be used: /usr/lib/libopenxr_wivrn.so: the library does not exist.",
		fix: "Install the runtime again, or correct library_path in its manifest.", meanwhile: map[string]string{wivrnJSON: named("WiVRn")}, after: "installed_not_active"},
	{name: "no home", tree: map[string]string{wivrnJSON: named("WiVRn")},
		id: "installed_not_active", text: "No runtime is active; installed is …", fix: "To use WiVRn: sudo mkdir -p /etc/xdg/openxr/1 && sudo ln -s " + wivrnJSON + " /etc/xdg/openxr/1/active_runtime.json"},

	// Nothing.
	{name: "nothing on Debian", env: annHome, tree: map[string]string{"/etc/os-release": "ID=debian\n"},
		id: "not_installed", text: "No OpenXR runtime is active, and none was found where packages, Steam and flatpaks install them.",
		fix: "Install one: SteamVR (steam steam://install/250820), WiVRn for standalone headsets (flatpak install flathub io.github.wivrn.wivrn), or Monado for others (sudo apt install libopenxr1-monado)", after: "not tried"},
	{name: "nothing for another user", user: "ann", tree: map[string]string{"/etc/passwd": passwdOfAnn},
		id: "not_installed", text: "No OpenXR runtime is active…", fix: "Install one: …, or Monado for others", after: "not tried"},
	{name: "nothing on a relative of Fedora", env: annHome, tree: map[string]string{"/usr/lib/os-release": "ID=nobara\nID_LIKE=\"rhel fedora\"\n"},
		id: "not_installed", text: "No OpenXR runtime is active…",
		fix: "Install one: SteamVR (steam steam://install/250820), WiVRn for standalone headsets (sudo dnf install wivrn), or Monado for others (sudo dnf install monado)", after: "not tried"},
}

func (m noneMachine) host(t *testing.T, root string) loader.Host {
	t.Helper()
	h := loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, Loader: m.loader, Secure: func() bool { return false },
		LookupEnv: func(name string) (string, bool) { value, set := m.env[name]; return value, set }}
	if m.user == "" {
		return h
	}
	h, err := h.ForUser(m.user)
	require.NoError(t, err)
	return h
}

func TestNoneActive_NamesTheCauseAndOneFix(t *testing.T) {
	t.Parallel()
	for _, m := range noneMachines {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			loadertest.Lay(t, root, m.tree)
			problem := examineNone(t, m.host(t, root)).Problems
			require.Len(t, problem, 1)
			require.Equal(t, m.id, problem[0].ID)
			require.True(t, m.id == hiddenChoice.ID || slices.Contains(saysWhyNone, m.id), "what a program gets has to say it too")
			require.Regexp(t, pattern(m.text), problem[0].Text)
			require.Regexp(t, pattern(m.fix), *problem[0].Fix)
			require.Less(t, len(problem[0].Text)+len(*problem[0].Fix), 450)
			if m.after == "not tried" {
				return
			}
			loadertest.Lay(t, root, m.meanwhile)
			hands{root: root, env: m.env}.carryOut(t, *problem[0].Fix)
			if user, found := strings.CutPrefix(*problem[0].Fix, "Run the OpenXR program as ann"); found {
				require.Contains(t, user, "xrprobe --user ann")
				m.user = "ann"
			}
			next := examineNone(t, m.host(t, root))
			if m.after != "" {
				require.Equal(t, m.after, next.Problems[0].ID)
				return
			}
			require.Empty(t, next.Problems)
			require.NotNil(t, next.Active())
			require.Nil(t, next.Active().Cause)
		})
	}
}

// pattern is a text in which "…" stands for anything.
func pattern(text string) string {
	return "^" + strings.ReplaceAll(regexp.QuoteMeta(text), "…", ".*") + "$"
}

func examineNone(t *testing.T, h loader.Host) *report.Report {
	t.Helper()
	found, err := probe.Prober{Host: h}.Probe(t.Context(), probe.Request{Level: report.LevelBinary})
	require.NoError(t, err)
	Examine(t.Context(), Machine{Host: h}, found)
	return found
}

func TestNoneActive_IsSilentIfTheSearchFailedOrAPathWasAsked(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{wivrnJSON: named("WiVRn"), annChoice: "-> active_runtime.json"})
	h := noneMachine{env: annHome}.host(t, root)
	failed := examineNone(t, h).Problems
	require.Len(t, failed, 1)
	require.Equal(t, "discovery_failed", failed[0].ID)

	require.NoError(t, os.Remove(filepath.Join(root, annChoice)))
	for which, want := range map[string]int{probe.RuntimeAll: 1, wivrnJSON: 0} {
		found, err := probe.Prober{Host: h}.Probe(t.Context(), probe.Request{Runtime: which, Level: report.LevelBinary})
		require.NoError(t, err)
		Examine(t.Context(), Machine{Host: h}, found)
		require.Len(t, found.Problems, want, which)
	}
}

func TestNoneActive_OnOtherSystems(t *testing.T) {
	t.Parallel()
	for goos, fix := range map[string]string{
		"windows": "Install the software of the headset, or SteamVR, and choose it there as the OpenXR runtime.",
		"darwin":  "Install a runtime, and name its manifest in XR_RUNTIME_JSON.",
	} {
		h := noneMachine{}.host(t, t.TempDir())
		h.GOOS, h.Registry = goos, new(registry.Registry)
		problem := examineNone(t, h).Problems
		require.Len(t, problem, 1, goos)
		require.Equal(t, "No OpenXR runtime is active.", problem[0].Text)
		require.Equal(t, fix, *problem[0].Fix)
	}
}

// On Windows the registry makes a runtime the active one, for programs of each width.
func TestNoneActive_InstalledOnWindows(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	const steam = `C:\Program Files (x86)\Steam\steamapps\common\SteamVR\steamxr_win64.json`
	loadertest.Lay(t, root, map[string]string{"/c/Program Files (x86)/Steam/steamapps/common/SteamVR/steamxr_win64.json": `{"file_format_version": "1.0.0", "runtime": {"library_path": "vrclient_x64.dll"}}`})
	h := noneMachine{}.host(t, root)
	h.GOOS, h.Registry = "windows", new(registry.Registry)
	problem := examineNone(t, h).Problems
	require.Len(t, problem, 1)
	require.Equal(t, "No runtime is active; installed is SteamVR (in a Steam library, "+steam+").", problem[0].Text)
	require.Equal(t, `To use SteamVR, as administrator: reg add "HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1" /v ActiveRuntime /d "`+steam+`" /f`, *problem[0].Fix)

	h.Registry = nil
	problem = examineNone(t, h).Problems
	require.Len(t, problem, 1)
	require.Equal(t, report.ProblemDiscoveryUnsupported, problem[0].ID)
	require.Equal(t, "the active runtime of Windows: what its registry holds is not known", problem[0].Text)
	require.Contains(t, *problem[0].Fix, `Give --registry FILE.reg, an export of HKEY_LOCAL_MACHINE\SOFTWARE\Khronos made there by "reg export HKLM\SOFTWARE\Khronos FILE.reg /reg:64"`)
}
