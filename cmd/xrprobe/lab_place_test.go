// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// makeFlatpak makes a flatpak and its runtime by hand, which have xrprobe and what it needs of the C library, and installs them for the
// user. A bus stands for the session's and the system's, which flatpak asks for a moment.
const makeFlatpak = `
set -e
cd "$HOME"
export DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS"
(
mkdir -p rt/usr/lib64 rt/usr/lib/x86_64-linux-gnu rt/files
cp -L /lib64/ld-linux-x86-64.so.2 rt/usr/lib64/
cp -L /lib/x86_64-linux-gnu/libc.so.6 /lib/x86_64-linux-gnu/libdl.so.2 /lib/x86_64-linux-gnu/libpthread.so.0 rt/usr/lib/x86_64-linux-gnu/
printf '[Runtime]\nname=org.example.Platform\nruntime=org.example.Platform/x86_64/1\nsdk=org.example.Platform/x86_64/1\n' >rt/metadata
flatpak build-export --runtime --disable-sandbox repo rt 1
flatpak --user remote-add --no-gpg-verify local repo
flatpak --user install -y local org.example.Platform//1
flatpak build-init app org.example.App org.example.Platform org.example.Platform 1
mkdir -p app/files/bin
cp "$PROGRAM" app/files/bin/xrprobe
flatpak build-finish --command=xrprobe app
flatpak build-export --disable-sandbox repo app
flatpak --user install -y local org.example.App
) >log 2>&1 || { cat log >&2; exit 1; }
`

// compared is what both sides say of a search, on one line.
const compared = `jq -c '[.program.place, .resolution.chosen, [.resolution.steps[] | [.what, .path, .state]], [.runtimes[] | [.manifest, .library, .cause.code]]]'`

// permissions are changes of what the flatpak may see, each after the ones before.
var permissions = []struct{ name, command, library string }{
	{"none", "true", ""},
	{"the configuration", "flatpak override --user --filesystem=xdg-config/openxr:ro org.example.App", ""},
	{"the library", "flatpak override --user --filesystem=/opt/xr:ro org.example.App", "/opt/xr/libx.so"},
	{"the configuration no longer", "flatpak override --user --nofilesystem=xdg-config/openxr org.example.App", ""},
	{"the home directory", "flatpak override --user --reset org.example.App; flatpak override --user --filesystem=home org.example.App", ""},
	{"the host", "flatpak override --user --filesystem=host org.example.App", ""},
	{"what a variable names there", "flatpak override --user --reset org.example.App; flatpak override --user --filesystem=host-os --env=XR_RUNTIME_JSON=/run/host/usr/share/openxr/1/relative.json org.example.App", "/run/host/usr/lib/libx.so"},
	{"what xrprobe proposes", `flatpak override --user --reset org.example.App; eval "$("$PROGRAM" runtimes --as flatpak:org.example.App --json | jq -r '.problems[0].fix' | sed 's/^[^:]*: //')"`, "/opt/xr/libx.so"},
}

// asAnn runs a script in the lab as a user who has a session, with a bus.
func asAnn(t *testing.T, program, before, script string) lab.Result {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script")
	require.NoError(t, os.WriteFile(file, []byte(script), 0o600))
	setUp := `set -e
useradd -m -u 1000 ann
mkdir -p /run/user/1000
chown 1000:1000 /run/user/1000
cp ` + program + ` /usr/local/bin/xrprobe
install -m 644 ` + file + ` /tmp/script
` + before + `
exec setpriv --reuid 1000 --regid 1000 --clear-groups env HOME=/home/ann USER=ann XDG_RUNTIME_DIR=/run/user/1000 PROGRAM=/usr/local/bin/xrprobe dbus-run-session -- bash /tmp/script`
	return inLab(t, lab.Options{Binds: []string{program, file}}, "bash", "-c", setUp)
}

// TestLabPlace_FlatpakSeesWhatIsSaid compares what xrprobe says of a real flatpak outside with what xrprobe finds in it.
func TestLabPlace_FlatpakSeesWhatIsSaid(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	if runtime.GOARCH != "amd64" {
		t.Skip("the flatpak's runtime is made for amd64")
	}
	before := `rm -rf /etc/xdg/openxr
mkdir -p /opt/xr /home/ann/.config/openxr/1
cp -L /usr/lib/x86_64-linux-gnu/libopenxr_monado.so /opt/xr/libx.so
cp -L /usr/lib/x86_64-linux-gnu/libopenxr_monado.so /usr/lib/libx.so
echo '{"file_format_version":"1.0.0","runtime":{"library_path":"/opt/xr/libx.so"}}' >/home/ann/.config/openxr/1/active_runtime.json
echo '{"file_format_version":"1.0.0","runtime":{"library_path":"../../../lib/libx.so"}}' >/usr/share/openxr/1/relative.json
chown -R ann: /home/ann`
	script := makeFlatpak
	for _, row := range permissions {
		script += fmt.Sprintf("%s\n\"$PROGRAM\" runtimes --runtime active --as flatpak:org.example.App --json | %s || true\nflatpak run org.example.App runtimes --runtime active --json 2>/dev/null | %s || true\n", row.command, compared, compared)
	}
	result := asAnn(t, built(t, "cmd/xrprobe"), before, script)
	lines := strings.Split(strings.TrimSpace(result.Stdout), "\n")
	require.Len(t, lines, 2*len(permissions), "%s%s", result.Stdout, result.Stderr)
	for i, row := range permissions {
		said, found := lines[2*i], lines[2*i+1]
		require.Contains(t, found, `"flatpak:org.example.App"`, row.name)
		require.Equal(t, found, said, row.name)
		if row.library != "" {
			require.Contains(t, found, `"`+row.library+`",null`, row.name)
		}
	}
}

// TestLabPlace_ProgramsWithMoreRights compares what xrprobe says of programs with what the Khronos loader does in them.
func TestLabPlace_ProgramsWithMoreRights(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	before := `rm -rf /etc/xdg/openxr
mkdir /opt/programs
for kind in plain setuid capable grouped own; do cp /usr/bin/openxr_runtime_list /opt/programs/$kind; done
chmod u+s /opt/programs/setuid
chmod g+s /opt/programs/grouped
setcap cap_sys_nice+ep /opt/programs/capable
chown ann: /opt/programs/own; chmod u+s /opt/programs/own
echo '{"file_format_version":"1.0.0","runtime":{"library_path":"/nonexistent/variable.so"}}' >/opt/variable.json
mkdir -p /etc/xdg/openxr/1
echo '{"file_format_version":"1.0.0","runtime":{"library_path":"/nonexistent/machine.so"}}' >/etc/xdg/openxr/1/active_runtime.json`
	script := `cd /
export XR_RUNTIME_JSON=/opt/variable.json
for kind in plain setuid capable grouped own; do
khronos=$(/opt/programs/$kind 2>&1 | grep -o 'nonexistent/[a-z]*[.]so: cannot open' | head -n 1 | sed 's,.*/,,; s,[.]so.*,,')
ours=$("$PROGRAM" runtimes --runtime active --as program:/opt/programs/$kind --json | jq -r '(.runtimes[0].library | sub(".*/"; "") | sub("[.]so$"; "")) + " " + (.host.secure_execution | tostring)')
echo "$kind $khronos $ours"
done
cp "$PROGRAM" /tmp/here
/tmp/here runtimes --json | jq -r '"here " + (.host.secure_execution | tostring)'
/opt/programs/xrprobe runtimes --json | jq -r '"here " + (.host.secure_execution | tostring) + " " + ([.environment[] | select(.state == "ignored_secure") | .name] | join(","))'
`
	before += "\ncp /usr/local/bin/xrprobe /opt/programs/xrprobe; setcap cap_sys_nice+ep /opt/programs/xrprobe"
	result := asAnn(t, built(t, "cmd/xrprobe"), before, script)
	require.Equal(t, `plain variable variable false
setuid machine machine true
capable machine machine true
grouped machine machine true
own variable variable false
here false
here true XR_RUNTIME_JSON,HOME
`, result.Stdout, result.Stderr)
}
