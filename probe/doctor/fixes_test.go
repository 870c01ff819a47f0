// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"cmp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/probe"
)

// machine is a small Linux machine for x86_64.
type machine struct {
	// files maps paths to what is there: a loadertest.Library, or a text. A text that begins with "-> " is a symbolic
	// link.
	files map[string]any
	// env are its variables, besides HOME.
	env map[string]string
	// arch is the architecture of the programs; "" means x86_64.
	arch string
	// root is where the files are.
	root string
}

func (m *machine) lay(t *testing.T) {
	t.Helper()
	m.root = t.TempDir()
	loadertest.Lay(t, m.root, m.files)
}

// examine asks the active runtime up to the level binary, and completes the report.
func (m *machine) examine(t *testing.T) *report.Report {
	t.Helper()
	return m.ask(t, probe.RuntimeActive)
}

func (m *machine) ask(t *testing.T, runtime string) *report.Report {
	t.Helper()
	host := loader.Host{GOOS: "linux", Arch: cmp.Or(m.arch, "x86_64"), Root: m.root, Dir: "/project", LookupEnv: func(name string) (string, bool) {
		if value, set := m.env[name]; set || name != "HOME" {
			return value, set
		}
		return "/home/user", true
	}}
	prober := probe.Prober{Host: host}
	found, err := prober.Probe(t.Context(), probe.Request{Runtime: runtime, Level: report.LevelBinary})
	require.NoError(t, err)
	Examine(t.Context(), Machine{Host: host}, found)
	return found
}

func manifest(library string) string {
	return `{"file_format_version": "1.0.0", "runtime": {"name": "Test", "library_path": ` + strconv.Quote(library) + `}}`
}

const (
	own         = "/home/user/.config/openxr/1/active_runtime.json"
	ownWide     = "/home/user/.config/openxr/1/active_runtime.x86_64.json"
	ownNarrow   = "/home/user/.config/openxr/1/active_runtime.i686.json"
	usual       = "/usr/share/openxr/1/openxr_monado.json"
	usualLib    = "/usr/lib/libopenxr_monado.so"
	steamVRIn   = "/home/user/.local/share/Steam/steamapps/common/SteamVR"
	deployments = "/var/lib/flatpak/app/io.github.wivrn.wivrn"
	store       = "/nix/store/a-wivrn"
)

var build = loadertest.Library{}

var narrow = loadertest.Library{Arch: "i686"}

// with adds files to those of an installed Monado.
func with(files map[string]any) map[string]any {
	all := map[string]any{usual: manifest("../../../lib/libopenxr_monado.so"), usualLib: build}
	for name, content := range files {
		all[name] = content
	}
	return all
}

type files = map[string]any

// choices are situations in which a manifest is chosen and something is wrong with the choice. The words of a row are those of
// the sentence and of the fix. After the fix, next is the active manifest, or "" for none, and every problem that the row named
// is gone.
var choices = []struct {
	name     string
	json     string
	arch     string
	env      map[string]string
	files    map[string]any
	id, text string
	fix      string
	next     string
}{
	{name: "the variable names nothing, another choice is there", json: "/gone.json", files: with(files{own: "-> " + usual}),
		id: "manifest_missing", text: "XR_RUNTIME_JSON names /gone.json, which does not exist; the loader looks nowhere else",
		fix: "Remove the variable, also where it is set for every session; then Test (" + own + ") is used: unset XR_RUNTIME_JSON", next: own},
	{name: "the variable names nothing, one runtime is installed", json: "/gone.json", files: with(nil),
		id: "manifest_missing", text: "XR_RUNTIME_JSON names /gone.json, which does not exist; the loader looks nowhere else",
		fix: "Correct the variable: export XR_RUNTIME_JSON=" + usual + "", next: usual},
	{name: "the variable names nothing, nothing is here", json: "/gone.json", files: files{},
		id: "manifest_missing", text: "XR_RUNTIME_JSON names /gone.json, which does not exist; the loader looks nowhere else",
		fix: "Remove the variable, also where it is set for every session, and install or choose a runtime: unset XR_RUNTIME_JSON"},
	{name: "the variable names nothing, the other choice is broken", json: "/gone.json", files: files{own: manifest("/gone.so")},
		id: "manifest_missing", text: "XR_RUNTIME_JSON names /gone.json, which does not exist; the loader looks nowhere else",
		fix: "Remove the variable, also where it is set for every session; then Test (" + own + ") is used, which has to be repaired too: unset XR_RUNTIME_JSON", next: own},
	{name: "the variable names nothing, of the other choice little is known", json: "/gone.json", files: files{own: manifest("bare.so")},
		id: "manifest_missing", text: "XR_RUNTIME_JSON names /gone.json, which does not exist; the loader looks nowhere else",
		fix: "Remove the variable, also where it is set for every session; then Test (" + own + ") is used: unset XR_RUNTIME_JSON", next: own},
	{name: "the variable names a link to nothing", json: "/link.json", files: with(files{own: "-> " + usual, "/link.json": "-> gone.json"}),
		id: "manifest_missing", text: "XR_RUNTIME_JSON names /link.json, a symbolic link to gone.json, which does not exist; the loader looks nowhere else",
		fix: "Remove the variable, also where it is set for every session; then Test (" + own + ") is used: unset XR_RUNTIME_JSON", next: own},
	{name: "the variable names a directory", json: "/usr/share/openxr/1", files: with(nil),
		id: "manifest_unreadable", text: "XR_RUNTIME_JSON names the directory /usr/share/openxr/1, where a manifest is needed",
		fix: "Correct the variable: export XR_RUNTIME_JSON=" + usual + "", next: usual},
	{name: "Steam's container, nothing else", json: "/run/host" + usual, files: with(nil),
		id: "manifest_missing", text: "XR_RUNTIME_JSON names /run/host" + usual + ": /run/host is how Steam's container sees this machine, and outside it the file is " + usual,
		fix: "Correct the variable: export XR_RUNTIME_JSON=" + usual + "", next: usual},
	{name: "Steam's container, the same runtime is active", json: "/run/host" + usual, files: with(files{own: "-> " + usual}),
		id: "manifest_missing", text: "XR_RUNTIME_JSON names /run/host" + usual + ": /run/host is how Steam's container sees this machine, and outside it the file is " + usual,
		fix: "Remove the variable, also where it is set for every session; then Test (" + own + ") is used: unset XR_RUNTIME_JSON", next: own},
	{name: "Steam's container, the file is gone", json: "/run/host/gone.json", files: files{},
		id: "manifest_missing", text: "XR_RUNTIME_JSON names /run/host/gone.json: /run/host is how Steam's container sees this machine, and outside it /gone.json does not exist either",
		fix: "Remove the variable, also where it is set for every session, and install or choose a runtime: unset XR_RUNTIME_JSON"},
	{name: "inside a container", json: "/run/host/gone.json", files: files{"/run/host/x": ""},
		id: "manifest_missing", text: "XR_RUNTIME_JSON names /run/host/gone.json, which does not exist; the loader looks nowhere else",
		fix: "Remove the variable, also where it is set for every session, and install or choose a runtime: unset XR_RUNTIME_JSON"},
	{name: "a tilde", json: "~/my runtime.json", files: files{"/home/user/my runtime.json": manifest("/x.so"), "/x.so": build},
		id: "manifest_missing", text: "XR_RUNTIME_JSON is ~/my runtime.json, and the loader does not expand ~: it looks for /project/~/my runtime.json, which does not exist",
		fix: "Correct the variable: export XR_RUNTIME_JSON='/home/user/my runtime.json'", next: "/home/user/my runtime.json"},
	{name: "quotation marks", json: `"/m.json"`, files: files{"/m.json": manifest("/x.so"), "/x.so": build},
		id: "manifest_missing", text: `XR_RUNTIME_JSON is "/m.json", and the quotation marks are part of the path: the loader looks for /project/"/m.json", which does not exist`,
		fix: "Correct the variable: export XR_RUNTIME_JSON=/m.json", next: "/m.json"},
	{name: "quotation marks around nothing", json: `'/gone.json'`, files: with(files{own: "-> " + usual}),
		id: "manifest_missing", text: `XR_RUNTIME_JSON is '/gone.json', and the quotation marks are part of the path: the loader looks for /project/'/gone.json', which does not exist`,
		fix: "Remove the variable, also where it is set for every session; then Test (" + own + ") is used: unset XR_RUNTIME_JSON", next: own},
	{name: "white space", json: " /n.json\n", files: files{"/n.json": manifest("/x.so"), "/x.so": build},
		id: "manifest_missing", text: `XR_RUNTIME_JSON is " /n.json\n", and the white space around the path is part of it: the loader finds no such file`,
		fix: "Correct the variable: export XR_RUNTIME_JSON=/n.json", next: "/n.json"},
	{name: "a variable that is not written out", json: "$HOME/o.json", files: files{"/home/user/o.json": manifest("/x.so"), "/x.so": build},
		id: "manifest_missing", text: "XR_RUNTIME_JSON is $HOME/o.json, and the loader does not write out the variable HOME: it looks for /project/$HOME/o.json, which does not exist",
		fix: "Correct the variable: export XR_RUNTIME_JSON=/home/user/o.json", next: "/home/user/o.json"},
	{name: "a variable in braces", json: "${HOME}/p.json", files: files{"/home/user/p.json": manifest("/x.so"), "/x.so": build},
		id: "manifest_missing", text: "XR_RUNTIME_JSON is ${HOME}/p.json, and the loader does not write out the variable HOME: it looks for /project/${HOME}/p.json, which does not exist",
		fix: "Correct the variable: export XR_RUNTIME_JSON=/home/user/p.json", next: "/home/user/p.json"},
	{name: "a variable that is not set", json: "$NOWHERE/o.json", files: with(files{own: "-> " + usual}),
		id: "manifest_missing", text: "XR_RUNTIME_JSON is $NOWHERE/o.json, and the loader does not write out the variable NOWHERE: it looks for /project/$NOWHERE/o.json, which does not exist",
		fix: "Remove the variable, also where it is set for every session; then Test (" + own + ") is used: unset XR_RUNTIME_JSON", next: own},
	{name: "another's home", json: "~ann/m.json", files: files{"/etc/passwd": "ann:x:1:1::/home/ann:/bin/sh\n", "/home/ann/m.json": manifest("/x.so"), "/x.so": build},
		id: "manifest_missing", text: "XR_RUNTIME_JSON is ~ann/m.json, and the loader does not expand ~: it looks for /project/~ann/m.json, which does not exist",
		fix: "Correct the variable: export XR_RUNTIME_JSON=/home/ann/m.json", next: "/home/ann/m.json"},
	{name: "a URL", json: "file://" + usual, files: with(nil),
		id: "manifest_missing", text: "XR_RUNTIME_JSON is the URL file://" + usual + ", where the loader needs a path",
		fix: "Correct the variable: export XR_RUNTIME_JSON=" + usual + "", next: usual},
	{name: "a list", json: usual + ":/b.json", files: with(nil),
		id: "manifest_missing", text: "XR_RUNTIME_JSON is " + usual + ":/b.json, and the loader takes that as one path, not as a list",
		fix: "Correct the variable: export XR_RUNTIME_JSON=" + usual + "", next: usual},
	{name: "a relative path that works", json: "./plug/m.json", files: files{"/project/plug/m.json": manifest("./x.so"), "/project/plug/x.so": build},
		id: "runtime_json_relative", text: "XR_RUNTIME_JSON is the relative path ./plug/m.json: programs that are started in another directory do not find the manifest there",
		fix: "export XR_RUNTIME_JSON=/project/plug/m.json", next: "/project/plug/m.json"},
	{name: "a relative path that leads nowhere", json: "../plug/m.json", files: with(files{own: "-> " + usual, "/project/x": ""}),
		id: "manifest_missing", text: "XR_RUNTIME_JSON is the relative path ../plug/m.json, which depends on the current directory: here it is /plug/m.json, which does not exist",
		fix: `Go to the directory from which ../plug/m.json is right, and there: export XR_RUNTIME_JSON="$PWD"/../plug/m.json`},
	{name: "the user's choice is hidden", json: "/my/m.json", files: with(files{own: "-> " + usual, "/my/m.json": manifest("/my/x.so"), "/my/x.so": build}),
		id: "runtime_json_hides", text: "only programs that have XR_RUNTIME_JSON use Test (/my/m.json); all others use Test (" + own + "), which is the user's own choice",
		fix: "To use Test here too: unset XR_RUNTIME_JSON", next: own},
	{name: "the machine's choice is hidden", json: "/my/m.json", files: with(files{"/etc/xdg/openxr/1/active_runtime.json": "-> " + usual, "/my/m.json": manifest("/my/x.so"), "/my/x.so": build}),
		id: "runtime_json_hides", text: "only programs that have XR_RUNTIME_JSON use Test (/my/m.json); all others use Test (/etc/xdg/openxr/1/active_runtime.json), which is the machine's choice",
		fix: "To use Test here too: unset XR_RUNTIME_JSON", next: "/etc/xdg/openxr/1/active_runtime.json"},
	{name: "the variable names a manifest without its library", json: "/my/m.json", files: with(files{own: "-> " + usual, "/my/m.json": manifest("/my/gone.so")}),
		id: "library_missing", text: "/my/gone.so: the library does not exist. XR_RUNTIME_JSON names its manifest, /my/m.json",
		fix: "Remove the variable, also where it is set for every session; then Test (" + own + ") is used: unset XR_RUNTIME_JSON", next: own},

	{name: "a flatpak's old library, by its application", files: files{own: manifest(deployments + "/x86_64/stable/aaaa/files/lib/w.so"), deployments + "/x86_64/stable/bbbb/files/lib/w.so": build,
		deployments + "/x86_64/stable/active": "-> bbbb", deployments + "/current": "-> x86_64/stable"},
		id: "library_missing", text: "the version aaaa of the flatpak io.github.wivrn.wivrn, where the library was, is no longer installed; the library is now at " + deployments + "/current/active/files/lib/w.so",
		fix: "Start the application again, which writes the manifest anew: flatpak run io.github.wivrn.wivrn"},
	{name: "a flatpak's old library, by hand", json: "/my.json", files: files{"/my.json": manifest("/home/user/.local/share/flatpak/app/org.x.Y/x86_64/stable/aaaa/files/w.so"),
		"/home/user/.local/share/flatpak/app/org.x.Y/x86_64/stable/bbbb/files/w.so": build, "/home/user/.local/share/flatpak/app/org.x.Y/x86_64/stable/active": "-> bbbb", "/home/user/.local/share/flatpak/app/org.x.Y/current": "-> x86_64/stable"},
		id: "library_missing", text: "the version aaaa of the flatpak org.x.Y, where the library was, is no longer installed; the library is now at /home/user/.local/share/flatpak/app/org.x.Y/current/active/files/w.so",
		fix: `In /my.json, write "library_path": "/home/user/.local/share/flatpak/app/org.x.Y/current/active/files/w.so"`, next: "/my.json"},
	{name: "a flatpak that is gone", files: files{own: manifest(deployments + "/x86_64/stable/aaaa/files/lib/w.so")},
		id: "library_missing", text: own + " names a library of the flatpak io.github.wivrn.wivrn, whose directory " + deployments + " does not exist",
		fix: "rm " + own},
	{name: "a flatpak that is installed elsewhere now", files: files{own: manifest(deployments + "/x86_64/stable/aaaa/files/w.so"), "/home/user/.local/share/flatpak/app/io.github.wivrn.wivrn/x86_64/stable/bbbb/files/w.so": build,
		"/home/user/.local/share/flatpak/app/io.github.wivrn.wivrn/x86_64/stable/active": "-> bbbb", "/home/user/.local/share/flatpak/app/io.github.wivrn.wivrn/current": "-> x86_64/stable"},
		id: "library_missing", text: "the version aaaa of the flatpak io.github.wivrn.wivrn, where the library was, is no longer installed; the library is now at /home/user/.local/share/flatpak/app/io.github.wivrn.wivrn/current/active/files/w.so",
		fix: "Start the application again, which writes the manifest anew: flatpak run io.github.wivrn.wivrn"},
	{name: "a flatpak that is gone, by hand", json: "/my.json", files: files{"/my.json": manifest(deployments + "/x86_64/stable/aaaa/files/w.so")},
		id: "library_missing", text: deployments + "/x86_64/stable/aaaa/files/w.so: the library does not exist.",
		fix: "Install the runtime again, or correct library_path in /my.json."},
	{name: "a flatpak's old manifest", json: deployments + "/x86_64/stable/aaaa/files/m.json", files: files{deployments + "/x86_64/stable/bbbb/files/m.json": manifest("./w.so"), deployments + "/x86_64/stable/bbbb/files/w.so": build,
		deployments + "/x86_64/stable/active": "-> bbbb", deployments + "/current": "-> x86_64/stable"},
		id: "manifest_missing", text: "XR_RUNTIME_JSON names " + deployments + "/x86_64/stable/aaaa/files/m.json: the version aaaa of the flatpak io.github.wivrn.wivrn is no longer installed, and the manifest is now at " + deployments + "/current/active/files/m.json",
		fix: "Correct the variable: export XR_RUNTIME_JSON=" + deployments + "/current/active/files/m.json", next: deployments + "/current/active/files/m.json"},

	{name: "SteamVR's other client", files: files{own: manifest(steamVRIn + "/bin/vrclient.so"), steamVRIn + "/bin/vrclient.so": narrow, steamVRIn + "/bin/linux64/vrclient.so": build},
		id: "library_wrong_arch", text: steamVRIn + "/bin/vrclient.so is built for i686; the x86_64 build of the runtime is " + steamVRIn + "/bin/linux64/vrclient.so",
		fix: `Leave ` + own + ` to i686 programs, and write a copy with "library_path": "` + steamVRIn + `/bin/linux64/vrclient.so" beside it, with the name active_runtime.x86_64.json.`, next: ownWide},
	{name: "SteamVR's client for 32-bit programs", arch: "i686", files: files{own: manifest(steamVRIn + "/bin/linux64/vrclient.so"), steamVRIn + "/bin/vrclient.so": narrow, steamVRIn + "/bin/linux64/vrclient.so": build},
		id: "library_wrong_arch", text: steamVRIn + "/bin/linux64/vrclient.so is built for x86_64; the i686 build of the runtime is " + steamVRIn + "/bin/vrclient.so",
		fix: `Leave ` + own + ` to x86_64 programs, and write a copy with "library_path": "` + steamVRIn + `/bin/vrclient.so" beside it, with the name active_runtime.i686.json.`, next: ownNarrow},
	{name: "Debian's directories, for 32-bit programs", arch: "i686", files: files{ownNarrow: manifest("/usr/lib/x86_64-linux-gnu/x.so"), "/usr/lib/i386-linux-gnu/x.so": narrow, "/usr/lib/x86_64-linux-gnu/x.so": build},
		id: "library_wrong_arch", text: "/usr/lib/x86_64-linux-gnu/x.so is built for x86_64; the i686 build of the runtime is /usr/lib/i386-linux-gnu/x.so",
		fix: `In ` + ownNarrow + `, write "library_path": "/usr/lib/i386-linux-gnu/x.so"`, next: ownNarrow},
	{name: "Debian's directories", files: files{own: manifest("/usr/lib/i386-linux-gnu/x.so"), "/usr/lib/i386-linux-gnu/x.so": narrow, "/usr/lib/x86_64-linux-gnu/x.so": build},
		id: "library_wrong_arch", text: "/usr/lib/i386-linux-gnu/x.so is built for i686; the x86_64 build of the runtime is /usr/lib/x86_64-linux-gnu/x.so",
		fix: `Leave ` + own + ` to i686 programs, and write a copy with "library_path": "/usr/lib/x86_64-linux-gnu/x.so" beside it, with the name active_runtime.x86_64.json.`, next: ownWide},
	{name: "Fedora's directories", files: files{own: manifest("/usr/lib/vr/x.so"), "/usr/lib/vr/x.so": narrow, "/usr/lib64/vr/x.so": build},
		id: "library_wrong_arch", text: "/usr/lib/vr/x.so is built for i686; the x86_64 build of the runtime is /usr/lib64/vr/x.so",
		fix: `Leave ` + own + ` to i686 programs, and write a copy with "library_path": "/usr/lib64/vr/x.so" beside it, with the name active_runtime.x86_64.json.`, next: ownWide},
	{name: "another manifest has the right build", files: files{own: manifest("/a/x.so"), "/a/x.so": narrow, "/usr/share/openxr/1/y.json": manifest("../../../../b/y.so"), "/b/y.so": build},
		id: "library_wrong_arch", text: "/a/x.so is built for i686; the x86_64 build of the runtime is /b/y.so",
		fix: `Leave ` + own + ` to i686 programs, and write a copy with "library_path": "/b/y.so" beside it, with the name active_runtime.x86_64.json.`, next: ownWide},
	{name: "the variable names a manifest that others use", json: "/usr/share/openxr/1/x.json", files: files{"/usr/share/openxr/1/x.json": manifest("/usr/lib/vr/x.so"), "/usr/lib/vr/x.so": narrow, "/usr/lib64/vr/x.so": build},
		id: "library_wrong_arch", text: "/usr/lib/vr/x.so is built for i686; the x86_64 build of the runtime is /usr/lib64/vr/x.so",
		fix: `Leave /usr/share/openxr/1/x.json to i686 programs, and let x86_64 programs use a copy of it with "library_path": "/usr/lib64/vr/x.so"`},
	{name: "the choice of one architecture is a link to what others use", files: files{ownWide: "-> /usr/share/openxr/1/y.json", "/usr/share/openxr/1/y.json": manifest("/usr/lib/vr/x.so"), "/usr/lib/vr/x.so": narrow, "/usr/lib64/vr/x.so": build},
		id: "library_wrong_arch", text: "/usr/lib/vr/x.so is built for i686; the x86_64 build of the runtime is /usr/lib64/vr/x.so",
		fix: `Leave /usr/share/openxr/1/y.json to i686 programs, and let x86_64 programs use a copy of it with "library_path": "/usr/lib64/vr/x.so"`},
	{name: "what no program can use is overwritten", files: files{ownWide: manifest("/usr/lib/vr/x.so"), "/usr/lib/vr/x.so": narrow, "/usr/lib64/vr/x.so": build},
		id: "library_wrong_arch", text: "/usr/lib/vr/x.so is built for i686; the x86_64 build of the runtime is /usr/lib64/vr/x.so",
		fix: `In ` + ownWide + `, write "library_path": "/usr/lib64/vr/x.so"`, next: ownWide},
	{name: "no build fits", files: files{own: manifest("/a/bin/x.so"), "/a/bin/x.so": narrow, "/a/bin/linux64/x.so": loadertest.Library{Arch: "aarch64"}},
		id: "library_wrong_arch", text: "/a/bin/x.so: the library is built for i686, and programs that are built for x86_64 cannot load it.",
		fix: "Install the x86_64 build of the runtime."},

	{name: "too few parents", files: files{"/etc/xdg/openxr/1/active_runtime.json": "-> " + store + "/share/openxr/1/m.json", store + "/share/openxr/1/m.json": manifest("../../..//nix/store/a-wivrn/lib/w.so"), store + "/lib/w.so": build},
		id: "library_missing", text: "/nix/store/a-wivrn/nix/store/a-wivrn/lib/w.so does not exist: library_path is \"../../..//nix/store/a-wivrn/lib/w.so\", and the loader starts from " + store + "/share/openxr/1, where the manifest really is",
		fix: `Repair the package of the manifest. Until then, use a copy of it with "library_path": "` + store + `/lib/w.so"`},
	{name: "relative to the link", files: files{own: "-> /opt/vr/m.json", "/opt/vr/m.json": manifest("../../vr/w.so"), "/home/user/.config/vr/w.so": build},
		id: "library_missing", text: "/vr/w.so does not exist: library_path is \"../../vr/w.so\", and the loader starts from /opt/vr, where the manifest really is",
		fix: `In /opt/vr/m.json, write "library_path": "/home/user/.config/vr/w.so"`, next: own},
	{name: "relative below a linked directory", files: files{"/home/user/.config": "-> dot/files/config", "/home/user/dot/files/config/openxr/1/active_runtime.json": manifest("../../../vr/w.so"), "/home/user/vr/w.so": build},
		id: "library_missing", text: "/home/user/dot/files/vr/w.so does not exist: library_path is \"../../../vr/w.so\", and the loader starts from /home/user/dot/files/config/openxr/1, where the manifest really is",
		fix: `In /home/user/dot/files/config/openxr/1/active_runtime.json, write "library_path": "/home/user/vr/w.so"`, next: own},
	{name: "a tilde in library_path", files: files{own: manifest("~/rt.so"), "/home/user/rt.so": build},
		id: "library_missing", text: "/home/user/.config/openxr/1/~/rt.so: the library does not exist: library_path is ~/rt.so, and the loader does not expand ~ to a home directory.",
		fix: `In ` + own + `, write "library_path": "/home/user/rt.so"`, next: own},
	{name: "a tilde in library_path, and no such file", files: files{own: manifest("~/rt.so")},
		id: "library_missing", text: "/home/user/.config/openxr/1/~/rt.so: the library does not exist: library_path is ~/rt.so, and the loader does not expand ~ to a home directory.",
		fix: "Write the whole path of the library as library_path in " + own + "."},
	{name: "a path of Windows", files: files{own: manifest(`C:\SteamVR\rt.dll`)},
		id: "library_missing", text: `/home/user/.config/openxr/1/C:\SteamVR\rt.dll: library_path is C:\SteamVR\rt.dll, a path of Windows, which leads to no file here.`,
		fix: "Install the runtime's build for this system, or write the path that its library has here as library_path in " + own + "."},
	{name: "no path at all", files: files{own: manifest("")},
		id: "library_empty_path", text: own + ": library_path is empty, so the loader opens the running program instead of a runtime.",
		fix: "Write the path of the runtime's library as library_path."},
	{name: "relative and gone", files: files{own: manifest("../../gone.so")},
		id: "library_missing", text: "/home/user/.config/gone.so does not exist: library_path is \"../../gone.so\", and the loader starts from /home/user/.config/openxr/1",
		fix: "Install the runtime again, or correct library_path in " + own + "."},
}

func TestExamine_TheFixFitsTheCase(t *testing.T) {
	t.Parallel()
	for _, test := range choices {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := machine{files: test.files, env: map[string]string{}, arch: test.arch}
			if test.json != "" {
				m.env["XR_RUNTIME_JSON"] = test.json
			}
			m.lay(t)
			before := m.examine(t)
			require.Len(t, before.Problems, 1)
			problem := before.Problems[0]
			require.Equal(t, []string{test.id, test.text, test.fix}, []string{problem.ID, problem.Text, *problem.Fix})
			require.Equal(t, before.Runtimes[0].ID, problem.Subject)
			if !(hands{root: m.root, env: m.env}).carryOut(t, test.fix) {
				require.Empty(t, test.next)
				return
			}
			after := m.examine(t)
			if test.next == "" {
				require.Nil(t, after.Active())
				return
			}
			require.Equal(t, test.next, after.Active().Manifest)
			for _, problem := range after.Problems {
				require.NotEqual(t, test.id, problem.ID, problem.Text)
			}
		})
	}
}

// What is right is no problem: two manifests of one library are one runtime, and what is hidden has to be usable.
func TestExamine_FindsNothingToFix(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]machine{
		"one library":           {env: map[string]string{"XR_RUNTIME_JSON": usual}, files: with(files{own: manifest(usualLib)})},
		"a broken choice":       {env: map[string]string{"XR_RUNTIME_JSON": usual}, files: with(files{own: manifest("/gone.so")})},
		"the file itself":       {env: map[string]string{"XR_RUNTIME_JSON": own}, files: with(files{own: "-> " + usual})},
		"no other choice":       {env: map[string]string{"XR_RUNTIME_JSON": usual}, files: with(nil)},
		"no variable":           {env: map[string]string{}, files: with(files{own: "-> " + usual})},
		"an empty variable":     {env: map[string]string{"XR_RUNTIME_JSON": ""}, files: with(files{own: "-> " + usual})},
		"its needs are there":   {env: map[string]string{}, files: with(files{own: manifest("/x.so"), "/x.so": loadertest.Library{Needed: []string{"a.so"}}, "/usr/lib/a.so": build})},
		"its needs are unseen":  {env: map[string]string{}, files: with(files{own: manifest("/x.so"), "/x.so": loadertest.Library{Needed: []string{"a.so"}}, "/usr/lib/a.so": "text"})},
		"a link in a container": {env: map[string]string{}, files: with(files{"/run/.containerenv": "", own: "-> /outside.json", "/etc/xdg/openxr/1/active_runtime.json": "-> " + usual})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m.lay(t)
			require.Empty(t, m.examine(t).Problems)
		})
	}
}

const (
	libc      = "/lib/x86_64-linux-gnu/libc.so.6"
	dpkg, dnf = "/var/lib/dpkg/status", "/usr/bin/dnf"
	dirs      = "/lib/x86_64-linux-gnu, /usr/lib/x86_64-linux-gnu, /lib64, /usr/lib64 and 2 more directories"
)

var (
	oldLibstdcxx = loadertest.Library{Defines: []string{"GLIBCXX_3.4.9", "GLIBCXX_3.4.30"}}
	newLibstdcxx = []loadertest.Version{{Library: "libstdc++.so.6", Name: "GLIBCXX_3.4.32"}}
)

// needed are libraries that need what is not here.
var needed = []struct {
	name, text, fix string
	path            string // LD_LIBRARY_PATH
	library         loadertest.Library
	files           map[string]any
}{
	{name: "one", library: loadertest.Library{Needed: []string{"libc.so.6", "libvulkan.so.1"}},
		text: usualLib + " needs libvulkan.so.1, which is not found in " + dirs, fix: "Install the package that has libvulkan.so.1."},
	{name: "several, with packages", library: loadertest.Library{Needed: []string{"libvulkan.so.1", "libudev.so.1"}}, files: files{dpkg: ""},
		text: usualLib + " needs libvulkan.so.1 and libudev.so.1, which are not found in " + dirs, fix: "sudo apt install --reinstall libvulkan1 libudev1"},
	{name: "with some packages", library: loadertest.Library{Needed: []string{"libvulkan.so.1", "a.so", "b.so"}}, files: files{dpkg: ""},
		text: usualLib + " needs libvulkan.so.1, a.so and b.so, which are not found in " + dirs, fix: "Install also what has a.so and b.so, whose package is not known: sudo apt install --reinstall libvulkan1"},
	{name: "with no known package", library: loadertest.Library{Needed: []string{"a.so", "b.so"}}, files: files{dpkg: ""},
		text: usualLib + " needs a.so and b.so, which are not found in " + dirs, fix: "Install the packages that have a.so and b.so."},
	{name: "by what RPM provides", library: loadertest.Library{Needed: []string{"libvulkan.so.1"}}, files: files{dnf: ""},
		text: usualLib + " needs libvulkan.so.1, which is not found in " + dirs, fix: "sudo dnf install 'libvulkan.so.1()(64bit)'"},
	{name: "of what it needs", library: loadertest.Library{Needed: []string{"a.so"}}, files: files{"/usr/lib/a.so": loadertest.Library{Needed: []string{"b.so"}}},
		text: usualLib + " needs b.so (for a.so), which is not found in " + dirs, fix: "Install the package that has b.so."},
	{name: "a newer version", library: loadertest.Library{Needed: []string{"libstdc++.so.6"}, Requires: newLibstdcxx}, files: files{"/usr/lib/libstdc++.so.6": oldLibstdcxx},
		text: usualLib + " needs GLIBCXX_3.4.32 of libstdc++.so.6, which /usr/lib/libstdc++.so.6 does not have (its newest is GLIBCXX_3.4.30)",
		fix:  "Install a build of the runtime that was made for this release of the system, such as the distribution's own package."},
	{name: "a newer version than LD_LIBRARY_PATH has", library: loadertest.Library{Needed: []string{"libstdc++.so.6"}, Requires: newLibstdcxx}, files: files{"/old/libstdc++.so.6": oldLibstdcxx, "/usr/lib/libstdc++.so.6": build}, path: "/x:/old",
		text: usualLib + " needs GLIBCXX_3.4.32 of libstdc++.so.6, which /old/libstdc++.so.6 does not have (its newest is GLIBCXX_3.4.30)", fix: "unset LD_LIBRARY_PATH"},
	{name: "where both kinds of packages are known", library: loadertest.Library{Needed: []string{"libvulkan.so.1", "libc.so.6"}}, files: files{dnf: "", "/usr/bin/apt": "", dpkg: ""},
		text: usualLib + " needs libvulkan.so.1, which is not found in " + dirs, fix: "sudo apt install --reinstall libvulkan1"},
	{name: "both", library: loadertest.Library{Needed: []string{"libstdc++.so.6", "a.so"}, Requires: newLibstdcxx}, files: files{"/usr/lib/libstdc++.so.6": oldLibstdcxx},
		text: usualLib + " needs a.so, which is not found in " + dirs + "; and GLIBCXX_3.4.32 of libstdc++.so.6, which /usr/lib/libstdc++.so.6 does not have (its newest is GLIBCXX_3.4.30)",
		fix:  "Install the package that has a.so."},
}

func TestExamine_NamesWhatALibraryNeeds(t *testing.T) {
	t.Parallel()
	for _, test := range needed {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := machine{env: map[string]string{"LD_LIBRARY_PATH": test.path}, files: with(files{own: "-> " + usual, usualLib: test.library, libc: loadertest.Library{Defines: []string{"GLIBC_2.36"}}})}
			for name, content := range test.files {
				m.files[name] = content
			}
			m.lay(t)
			found := m.examine(t)
			require.Len(t, found.Problems, 1)
			problem := found.Problems[0]
			require.Equal(t, []any{"library_needs", report.SeverityWarning, test.text, test.fix}, []any{problem.ID, problem.Severity, problem.Text, *problem.Fix})
			require.Nil(t, found.Runtimes[0].Cause)
		})
	}
}

// Where the linker refused the library, what is missing is the cause. A library that was loaded is not looked at.
func TestExamine_TellsWhyALibraryWasNotLoaded(t *testing.T) {
	t.Parallel()
	m := machine{env: map[string]string{}, files: with(files{own: "-> " + usual, usualLib: loadertest.Library{Needed: []string{"a.so"}}})}
	m.lay(t)
	found := m.examine(t)
	runtime := &found.Runtimes[0]
	runtime.Status, runtime.Cause = report.StatusFailed, &report.Cause{Code: report.CauseLoadFailed, Level: report.LevelLibrary, Text: "the linker's words"}
	found.Problems = []report.Problem{{ID: report.CauseLoadFailed, Severity: report.SeverityError, Subject: runtime.ID, Text: "the linker's words"}}
	host := loader.Host{GOOS: "linux", Arch: "x86_64", Root: m.root, LookupEnv: func(string) (string, bool) { return "", false }}
	Examine(t.Context(), Machine{Host: host}, found)
	require.Len(t, found.Problems, 1)
	require.Contains(t, found.Problems[0].Text, " needs a.so, which is not found in ")
	require.Equal(t, "Install the package that has a.so.", *runtime.Cause.Fix)

	runtime.Cause, runtime.Reached, found.Problems = nil, new(report.LevelSystem), nil
	Examine(t.Context(), Machine{Host: host}, found)
	require.Empty(t, found.Problems)
}
