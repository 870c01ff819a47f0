// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package border_test

import (
	"maps"
	"net"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/probe/doctor/border"
)

const (
	app      = "org.example.App"
	flatpaks = "/home/ann/.local/share/flatpak"
	wivrn    = flatpaks + "/app/io.github.wivrn.wivrn"
	choice   = "/home/ann/.config/openxr/1/active_runtime.json"
	passwd   = "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n"
	own      = "/home/ann/.var/app/" + app + "/config"
	override = "flatpak override --user "
)

// named is a manifest of a runtime with a library.
func named(name, library string) string {
	return `{"file_format_version": "1.0.0", "runtime": {"name": "` + name + `", "library_path": "` + library + `"}}`
}

// layer is the manifest of an implicit API layer.
const layer = `{"file_format_version": "1.0.0", "api_layer": {"name": "XR_APILAYER_X", "library_path": "libx.so", "api_version": "1.0", "implementation_version": "1", "disable_environment": "NO_X"}}`

// machine is ann's, with a flatpak, Steam and a snap.
var machine = map[string]string{
	"/etc/passwd": passwd, flatpaks + "/app/" + app + "/current/active/metadata": "[Application]\nruntime=org.example.Platform/x86_64/1\n",
	flatpaks + "/app/" + app + "/current/active/files/":                                                                "",
	flatpaks + "/runtime/org.example.Platform/x86_64/1/active/metadata":                                                "[Runtime]\n",
	flatpaks + "/runtime/org.example.Platform/x86_64/1/active/files/lib/libc.so.6":                                     "",
	"/home/ann/.local/share/Steam/steamapps/common/SteamLinuxRuntime_sniper/sniper_platform_3.0/files/lib/libsteam.so": "",
	"/snap/blender/current/meta/snap.yaml":                                                                             "base: core22\nconfinement: strict\n", "/snap/core22/current/usr/lib/libbase.so": "",
	"/run/user/1000/": "",
}

// borders are machines on which programs of a place do not get what others get. The texts are matched from their beginning.
var borders = []struct {
	name, place string
	tree, env   map[string]string
	socket      string
	// library is a file that is a library.
	library   string
	text, fix string
	// after is set if the fix is a command for flatpak, with which nothing may be left to say.
	after bool
}{
	{
		name: "a flatpak, and a runtime in another flatpak", place: "flatpak:" + app, socket: "wivrn/comp_ipc",
		tree: map[string]string{choice: "-> " + wivrn + "/current/active/files/share/openxr/1/openxr_wivrn.json", wivrn + "/current/active/files/share/openxr/1/openxr_wivrn.json": named("WiVRn", "../../../lib/libopenxr_wivrn.so"),
			wivrn + "/current/active/files/lib/libopenxr_wivrn.so": ""},
		text: "Programs in the flatpak " + app + " find no runtime; programs outside get WiVRn (" + choice + ").",
		fix:  "Let the flatpak see the runtime: " + override + "--filesystem=xdg-config/openxr:ro --filesystem=xdg-data/flatpak/app/io.github.wivrn.wivrn:ro --filesystem=xdg-run/wivrn " + app, after: true,
	},
	{
		name: "a flatpak, and a runtime in the home directory", place: "flatpak:" + app, socket: "monado_comp_ipc",
		tree: map[string]string{choice: named("Monado", "/home/ann/my xr/libopenxr_monado.so"), "/home/ann/my xr/libopenxr_monado.so": ""},
		text: "Programs in the flatpak", fix: "Let the flatpak see the runtime: " + override + "--filesystem=xdg-config/openxr:ro --filesystem='/home/ann/my xr:ro' --filesystem=xdg-run/monado_comp_ipc " + app, after: true,
	},
	{
		name: "a flatpak that sees the home directory does not look there", place: "flatpak:" + app, socket: "monado_comp_ipc",
		tree: map[string]string{choice: named("Monado", "/home/ann/xr/libopenxr_monado.so"), "/home/ann/xr/libopenxr_monado.so": "", flatpaks + "/overrides/global": "[Context]\nfilesystems=home;\n"},
		text: "Programs in the flatpak " + app + " find no runtime", fix: "Let the flatpak see the runtime: " + override, after: true,
	},
	{
		name: "a flatpak, and the machine's runtime with a relative library", place: "flatpak:" + app,
		tree: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": "-> /usr/share/openxr/1/x.json", "/usr/share/openxr/1/x.json": named("X", "../../../lib/libx.so"), "/usr/lib/libx.so": ""},
		text: "Programs in the flatpak", fix: "Let the flatpak see the host's system, and name the manifest there: " + override + "--filesystem=host-os:ro --env=XR_RUNTIME_JSON=/run/host/usr/share/openxr/1/x.json " + app, after: true,
	},
	{
		name: "a flatpak, and the machine's runtime with a bare library", place: "flatpak:" + app,
		tree: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": named("Monado", "libopenxr_monado.so"), "/usr/lib/libopenxr_monado.so": ""},
		text: "Programs in the flatpak", fix: "Let the flatpak see the library, and write a manifest that names it there: " + override + "--filesystem=host-os:ro --filesystem=xdg-run/monado_comp_ipc " + app +
			` && mkdir -p /home/ann/.var/app/` + app + `/config/openxr/1 && printf '%s\n' '{"file_format_version":"1.0.0","runtime":{"library_path":"/run/host/usr/lib/libopenxr_monado.so"}}' >/home/ann/.var/app/` + app + `/config/openxr/1/active_runtime.json`, after: true,
	},
	{
		name: "a flatpak that finds the runtime, but not the socket", place: "flatpak:" + app, socket: "monado_comp_ipc",
		tree: map[string]string{choice: named("Monado", "/opt/xr/libopenxr_monado.so"), "/opt/xr/libopenxr_monado.so": "", flatpaks + "/overrides/" + app: "[Context]\nfilesystems=xdg-config/openxr;/opt/xr;\n"},
		text: "Programs in the flatpak " + app + " find Monado (/home/ann/.var/app/" + app + "/config/openxr/1/active_runtime.json), but do not see the socket of its service: /run/user/1000/monado_comp_ipc.",
		fix:  "Let the flatpak see the runtime: " + override, after: true,
	},
	{
		name: "a flatpak with a runtime of its own", place: "flatpak:" + app,
		tree: map[string]string{choice: named("Monado", "/opt/xr/libm.so"), "/opt/xr/libm.so": "", flatpaks + "/app/" + app + "/current/active/files/etc/xdg/openxr/1/active_runtime.json": named("Own", "/app/libown.so"),
			flatpaks + "/app/" + app + "/current/active/files/libown.so": ""},
		text: "Programs in the flatpak " + app + " get Own (/app/etc/xdg/openxr/1/active_runtime.json); programs outside get Monado (" + choice + ").", fix: "Let the flatpak see the runtime: ", after: true,
	},
	{
		name: "a flatpak with a runtime of its own that works", place: "flatpak:" + app, library: flatpaks + "/app/" + app + "/current/active/files/libown.so",
		tree: map[string]string{choice: named("Monado", "/opt/xr/libm.so"), "/opt/xr/libm.so": "", flatpaks + "/app/" + app + "/current/active/files/etc/xdg/openxr/1/active_runtime.json": named("Own", "/app/libown.so")},
	},
	{
		name: "a flatpak whose choice is a link to the user's", place: "flatpak:" + app,
		tree: map[string]string{choice: named("X", "/usr/lib/libx.so"), "/usr/lib/libx.so": "", own + "/openxr/1/active_runtime.json": "-> " + choice, flatpaks + "/overrides/global": "[Context]\nfilesystems=home;\n"},
		text: "Programs in the flatpak " + app + " find the manifest " + own + "/openxr/1/active_runtime.json, but not the library that it names; programs outside get X (" + choice + ").",
		fix: "Let the flatpak see the library, and write a manifest that names it there: " + override + "--filesystem=host-os:ro " + app + " && rm -f " + own + "/openxr/1/active_runtime.json && mkdir -p " + own +
			`/openxr/1 && printf '%s\n' '{"file_format_version":"1.0.0","runtime":{"library_path":"/run/host/usr/lib/libx.so"}}' >` + own + "/openxr/1/active_runtime.json", after: true,
	},
	{
		name: "a flatpak whose directory is a link to the user's", place: "flatpak:" + app,
		tree: map[string]string{choice: named("X", "/usr/lib/libx.so"), "/usr/lib/libx.so": "", own + "/openxr": "-> /home/ann/.config/openxr", flatpaks + "/overrides/global": "[Context]\nfilesystems=home;\n"},
		text: "Programs in the flatpak " + app + " find the manifest", fix: "Let the flatpak see the library, and write a manifest that names it there: " + override + "--filesystem=host-os:ro " + app + " && rm -f " + own + "/openxr && mkdir -p", after: true,
	},
	{
		name: "a flatpak that sees the user's choice as its own", place: "flatpak:" + app,
		tree: map[string]string{choice: named("X", "/usr/lib/libx.so"), "/usr/lib/libx.so": "", flatpaks + "/overrides/global": "[Context]\nfilesystems=xdg-config/openxr;\n"},
		text: "Programs in the flatpak " + app + " find the manifest", fix: "Let the flatpak see the library, and write a manifest that names it there: " + override + "--filesystem=host-os:ro --env=XR_RUNTIME_JSON=" + own + "/active_runtime.json " + app +
			" && mkdir -p " + own + " && printf", after: true,
	},
	{
		name: "a flatpak, and a variable that names a manifest that it does not see", place: "flatpak:" + app, env: map[string]string{"XR_RUNTIME_JSON": choice},
		tree: map[string]string{choice: named("X", "/home/ann/xr/libx.so"), "/home/ann/xr/libx.so": ""},
		text: "Programs in the flatpak " + app + " do not see the manifest " + choice + ", which XR_RUNTIME_JSON names; programs outside get X (" + choice + ").",
		fix:  "Let the flatpak see the runtime: " + override + "--filesystem=xdg-config/openxr:ro --filesystem=/home/ann/xr:ro " + app, after: true,
	},
	{
		name: "a flatpak, a variable, and a library of the machine", place: "flatpak:" + app, env: map[string]string{"XR_RUNTIME_JSON": choice},
		tree: map[string]string{choice: named("X", "/usr/lib/libx.so"), "/usr/lib/libx.so": ""},
		text: "Programs in the flatpak " + app + " do not see the manifest", fix: "Let the flatpak see the library, and write a manifest that names it there: " + override + "--filesystem=host-os:ro --env=XR_RUNTIME_JSON=" + own + "/active_runtime.json " + app, after: true,
	},
	{
		name: "a flatpak with an override that sets the variable", place: "flatpak:" + app,
		tree: map[string]string{choice: named("X", "/usr/lib/libx.so"), "/usr/lib/libx.so": "", flatpaks + "/overrides/" + app: "[Context]\nfilesystems=home;\n[Environment]\nXR_RUNTIME_JSON=" + choice + "\n"},
		text: "Programs in the flatpak " + app + " find the manifest " + choice + ", but not the library", fix: "Let the flatpak see the library, and write a manifest that names it there: " + override + "--filesystem=host-os:ro --env=XR_RUNTIME_JSON=", after: true,
	},
	{
		name: "a flatpak, and a library that it cannot be shown", place: "flatpak:" + app,
		tree: map[string]string{choice: named("X", "/app/libx.so"), "/app/libx.so": ""}, text: "Programs in the flatpak", fix: "Use a package of the program that is no flatpak",
	},
	{name: "nothing is active anywhere", place: "flatpak:" + app, text: "Programs in the flatpak " + app + " find no runtime, and programs outside find none either.", fix: "Make a runtime active outside first"},
	{
		name: "Steam, and the machine's runtime", place: "steam",
		tree: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": named("X", "/usr/lib/libx.so"), "/usr/lib/libx.so": ""},
		text: "Programs in Steam's container find no runtime", fix: "Set the program's launch options in Steam, whose runtime has to be of June 2025 or newer, to: PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES=1 %command%",
	},
	{
		name: "Steam, and a library outside of home", place: "steam", tree: map[string]string{choice: named("X", "/opt/x/libx.so"), "/opt/x/libx.so": ""},
		text: "Programs in Steam's container find the manifest " + choice + ", but not the library that it names; programs outside get X", fix: "Set the program's launch options",
	},
	{
		name: "Steam, and the socket", place: "steam", socket: "monado_comp_ipc", tree: map[string]string{choice: named("Monado", "/home/ann/libopenxr_monado.so"), "/home/ann/libopenxr_monado.so": ""},
		text: "Programs in Steam's container find Monado (" + choice + "), but do not see the socket", fix: "Set the program's launch options",
	},
	{
		name: "Steam, and a layer", place: "steam", tree: map[string]string{choice: named("X", "/home/ann/libx.so"), "/home/ann/libx.so": "", "/usr/share/openxr/1/api_layers/implicit.d/x.json": layer},
		text: "Programs in Steam's container do not get the API layers that programs outside get: XR_APILAYER_X.",
		fix:  "Set the program's launch options in Steam, whose runtime has to be of February 2026 or newer, to: PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES=1 PRESSURE_VESSEL_IMPORT_OPENXR_1_LAYERS=1 %command%",
	},
	{
		name: "Steam, and what is imported already", place: "steam", env: map[string]string{"PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES": "1"}, socket: "monado_comp_ipc",
		tree: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": named("Monado", "/usr/lib/libopenxr_monado.so"), "/usr/lib/libopenxr_monado.so": ""},
	},
	{
		name: "Steam, and layers beside what is imported", place: "steam", env: map[string]string{"PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES": "1"},
		tree: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": named("X", "/usr/lib/libx.so"), "/usr/lib/libx.so": "", "/usr/share/openxr/1/api_layers/implicit.d/x.json": layer},
		text: "Programs in Steam's container do not get the API layers", fix: "Set the program's launch options in Steam, whose runtime has to be of February 2026 or newer, to: PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES=1 PRESSURE_VESSEL_IMPORT_OPENXR_1_LAYERS=1 %command%",
	},
	{
		name: "Steam, and all is imported", place: "steam", env: map[string]string{"PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES": "1", "PRESSURE_VESSEL_IMPORT_OPENXR_1_LAYERS": "1"},
		tree: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": named("X", "/usr/lib/libx.so"), "/usr/lib/libx.so": "", "/usr/share/openxr/1/api_layers/implicit.d/x.json": layer},
	},
	{name: "Steam, and a runtime like SteamVR", place: "steam", tree: map[string]string{choice: named("SteamVR", "/home/ann/libvr.so"), "/home/ann/libvr.so": ""}},
	{
		name: "a snap", place: "snap:blender", tree: map[string]string{choice: named("X", "/home/ann/libx.so"), "/home/ann/libx.so": ""},
		text: "Programs in the snap blender find no runtime", fix: "Use a package of the program that is no snap",
	},
	{
		name: "sudo, and a user's choice", place: "sudo", tree: map[string]string{choice: named("X", "/opt/libx.so"), "/opt/libx.so": ""},
		text: "Programs of root, through sudo find no runtime; programs outside get X", fix: "Run the OpenXR program without sudo.",
	},
	{
		name: "sudo, and a variable", place: "sudo", env: map[string]string{"XR_RUNTIME_JSON": "/opt/x.json"},
		tree: map[string]string{"/opt/x.json": named("X", "/opt/libx.so"), "/opt/libx.so": "", "/etc/xdg/openxr/1/active_runtime.json": named("Y", "/opt/liby.so"), "/opt/liby.so": "y"},
		text: "Programs of root, through sudo get Y", fix: "Run the OpenXR program without sudo, or let sudo keep the variable, with --preserve-env=XR_RUNTIME_JSON.",
	},
	{
		name: "a privileged program, and a user's choice", place: "program:/opt/game", tree: map[string]string{"/etc/passwd": strings.ReplaceAll(passwd, "1000", "4242"), "/opt/game": "", choice: named("X", "/opt/libx.so"), "/opt/libx.so": ""},
		text: "Processes of ", fix: "Name the runtime in the machine's configuration, which such programs read: sudo mkdir -p /etc/xdg/openxr/1 && sudo ln -sfn " + choice + " /etc/xdg/openxr/1/active_runtime.json",
	},
	{
		name: "a privileged program, and the machine's choice", place: "program:/opt/game",
		tree: map[string]string{"/etc/passwd": strings.ReplaceAll(passwd, "1000", "4242"), "/opt/game": "", choice: named("X", "/opt/libx.so"), "/opt/libx.so": "", "/etc/xdg/openxr/1/active_runtime.json": named("Y", "/opt/liby.so"), "/opt/liby.so": "y"},
		text: "Processes of ", fix: "Change the machine's choice /etc/xdg/openxr/1/active_runtime.json, which programs of other users may read too, only if all of them are to get this runtime.",
	},
	{name: "sudo, and the machine's choice", place: "sudo", tree: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": named("Y", "/opt/liby.so"), "/opt/liby.so": "y"}},
	{name: "another user", place: "user:root", tree: map[string]string{choice: named("X", "/opt/libx.so"), "/opt/libx.so": ""}},
}

func sockets(library string) []string {
	return map[string][]string{"libopenxr_monado.so": {"monado_comp_ipc"}, "libopenxr_wivrn.so": {"wivrn/comp_ipc"}}[path.Base(library)]
}

func TestProblem_HasTheFix(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("places are known on Linux, and links need privileges on Windows")
	}
	for _, row := range borders {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			root, err := os.MkdirTemp("", "b") // sockets' paths are short
			require.NoError(t, err)
			t.Cleanup(func() { _ = os.RemoveAll(root) })
			loadertest.Lay(t, root, machine)
			loadertest.Lay(t, root, row.tree)
			if file, ok := strings.CutPrefix(row.place, "program:"); ok {
				require.NoError(t, os.Chmod(filepath.Join(root, file), os.ModeSetgid|0o755))
			}
			if row.library != "" {
				loadertest.Lay(t, root, map[string]loadertest.Library{row.library: {}})
			}
			if row.socket != "" {
				at := filepath.Join(root, "run/user/1000", row.socket)
				require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o755))
				listener, err := net.Listen("unix", at)
				require.NoError(t, err)
				t.Cleanup(func() { _ = listener.Close() })
			}
			env := map[string]string{"HOME": "/home/ann", "XDG_RUNTIME_DIR": "/run/user/1000"}
			maps.Copy(env, row.env)
			h := loader.Host{Root: root, GOOS: "linux", Arch: "x86_64", LookupEnv: func(name string) (string, bool) { value, set := env[name]; return value, set }}
			if strings.HasPrefix(row.place, "program:") {
				h, err = h.ForUser("ann")
				require.NoError(t, err)
			}
			at, err := place.Parse(row.place)
			require.NoError(t, err)
			v, err := place.Of(h, at)
			require.NoError(t, err)
			problem := border.Problem(t.Context(), v, sockets)
			if row.text == "" {
				require.Nil(t, problem)
				return
			}
			require.NotNil(t, problem)
			require.Equal(t, row.text, problem.Text[:min(len(row.text), len(problem.Text))])
			require.NotNil(t, problem.Fix, problem.Text)
			require.Equal(t, row.fix, (*problem.Fix)[:min(len(row.fix), len(*problem.Fix))])
			if row.after {
				carryOut(t, root, *problem.Fix)
				v, err := place.Of(h, at)
				require.NoError(t, err)
				require.Nil(t, border.Problem(t.Context(), v, sockets), "the fix leaves nothing to say")
				if text := row.tree[choice]; text != "" && !strings.HasPrefix(text, "-> ") {
					after, err := os.ReadFile(filepath.Join(root, choice))
					require.NoError(t, err)
					require.Equal(t, text, string(after), "the user's own choice stays as it is")
				}
			}
		})
	}
}

// carryOut carries a fix out with a flatpak command that writes overrides as the real one does.
func carryOut(t *testing.T, root, fix string) {
	t.Helper()
	_, command, found := strings.Cut(fix, ": ")
	require.True(t, found)
	bin := t.TempDir()
	script := `#!/bin/sh
file=` + root + flatpaks + `/overrides/` + app + `
mkdir -p "$(dirname "$file")"
for word; do case $word in
--filesystem=*) filesystems="$filesystems${word#--filesystem=};" ;;
--env=*) environment="${word#--env=}" ;;
esac; done
old=$(sed -n 's/^filesystems=//p' "$file" 2>/dev/null)
printf '[Context]\nfilesystems=%s%s\n[Environment]\n%s\n' "$old" "$filesystems" "$environment" >"$file"
`
	require.NoError(t, os.WriteFile(filepath.Join(bin, "flatpak"), []byte(script), 0o755))
	command = strings.ReplaceAll(command, " /home/ann/.var", " "+root+"/home/ann/.var")
	command = strings.ReplaceAll(command, ">/home/ann/.var", ">"+root+"/home/ann/.var")
	run := exec.Command("sh", "-c", command)
	run.Env = []string{"PATH=" + bin + ":" + os.Getenv("PATH")}
	output, err := run.CombinedOutput()
	require.NoError(t, err, "%s: %s", command, output)
}
