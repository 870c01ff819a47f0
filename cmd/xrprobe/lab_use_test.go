// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/stub"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// useWords are a machine with Monado, of which no runtime is active, and the function that tries to make it the active one.
const useWords = `
runtime Monado /usr/share/openxr/1/openxr_monado.json /usr/lib/libopenxr_monado.so
runtime Other /opt/other/other.json /opt/other/libother.so
mkdir -p $HOME/.config
user=1000
chown -R 1000 $HOME
try() {
	find $HOME/.config 2>/dev/null | sort >before
	code=0
	as_user "$xrprobe" -q use "$@" >said 2>&1 || code=$?
	find $HOME/.config 2>/dev/null | sort >after
	sed "s/^/$code  /" said
	cmp before after && echo same
}
cd /tmp
`

// cleared removes what a script on that machine has left: the user, the home directory with what is mounted in it, and files.
const cleared = `sed -i /^ann:/d /etc/passwd; umount /home/ann/.config 2>/dev/null; rm -rf /home/ann /opt/other /tmp/before /tmp/after /tmp/said`

// inUseLab runs scripts, each on a machine like that, beside one service. It returns what each printed.
func inUseLab(t *testing.T, scripts ...string) []string {
	t.Helper()
	program := built(t, "cmd/xrprobe")
	words, err := os.ReadFile("testdata/machines/words.sh")
	require.NoError(t, err)
	directory := t.TempDir()
	var commands []string
	for i, script := range scripts {
		file := filepath.Join(directory, strconv.Itoa(i))
		require.NoError(t, os.WriteFile(file, []byte("xrprobe="+program+"\n"+string(words)+useWords+script), 0o600))
		commands = append(commands, cleared+"; exec bash "+file)
	}
	var said []string
	for _, result := range inOneRun(t, lab.Options{Monado: true, Binds: []string{program, directory}}, commands...) {
		require.Zero(t, result.ExitCode, result.Stdout+result.Stderr)
		said = append(said, result.Stdout)
	}
	return said
}

// What cannot be written is told in one clear line with a fix, and nothing is half written.
func TestLabUse_RefusesInOneClearLine(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	tests := map[string]struct{ script, text, fix string }{
		"a read-only home": {"mount -t tmpfs -o ro none $HOME/.config; try monado",
			`^1  xrprobe: /home/ann/\.config/openxr cannot be written: read-only file system$`, `^1  Mount the file system of /home/ann/\.config/openxr so that it can be written\.$`},
		"a file system without room for names": {"mount -t tmpfs -o nr_inodes=6,mode=777 none $HOME/.config; try monado",
			`^1  xrprobe: /home/ann/\.config/openxr/.*cannot be written: no space left on device$`, `^1  Make room on the file system of /home/ann/\.config/openxr/`},
		"a full file system": {"mount -t tmpfs -o size=16k,mode=777 none $HOME/.config; mkdir -p -m 777 $HOME/.config/openxr/1; dd if=/dev/zero of=$HOME/.config/big bs=4k 2>/dev/null || true; try monado",
			`^1  xrprobe: /home/ann/\.config/openxr/1/.*cannot be written: no space left on device$`, `^1  Make room on the file system of /home/ann/\.config/openxr/1/`},
		"a directory of root": {"chown root $HOME/.config; try monado",
			`^1  xrprobe: /home/ann/\.config/openxr cannot be written: permission denied$`, `^1  /home/ann/\.config belongs to another user \(0\); if it is yours, take it back: sudo chown -R "\$\(id -u\):\$\(id -g\)" /home/ann/\.config$`},
		"a directory without rights": {"chmod 500 $HOME/.config; try monado",
			`^1  xrprobe: /home/ann/\.config/openxr cannot be written: permission denied$`, `^1  Allow its owner to use it: chmod u\+rwx /home/ann/\.config$`},
		"a file in place of a directory": {"echo x >$HOME/.config/openxr; try monado",
			`^1  xrprobe: /home/ann/\.config/openxr/1 cannot be read: not a directory$`, `^1  What is in the place of a directory has to go: look at /home/ann/\.config/openxr\.$`},
		"a link that leads nowhere": {"ln -s /gone $HOME/.config/openxr; try monado",
			`^1  xrprobe: /home/ann/\.config/openxr/1 cannot be written: no such file or directory$`, `^1  A link on the way leads nowhere: rm /home/ann/\.config/openxr$`},
		"root in a user's home": {"user=root; try monado",
			`^1  xrprobe: /home/ann/\.config/openxr/1 belongs to the user ann, and files that root writes there would be root's$`, `^1  Repeat the command as that user, with this before it: sudo -u ann$`},
		"a program that has the runtime loaded": {`as_user "$xrprobe" use /opt/other/other.json >/dev/null
	printf '%s\n' '#include <dlfcn.h>' '#include <unistd.h>' 'int main(int c, char **v) { if (!dlopen(v[c - 1], RTLD_LAZY)) return 1; write(1, "loaded\n", 7); for (;;) pause(); }' | gcc -w -x c - -o program
	mkfifo told; ./program /opt/other/libother.so >told 2>/dev/null & read -r line <told; chmod 755 program; user=root; chown -R 0 $HOME; try monado; kill %1`,
			`^1  xrprobe: program \(process \d+\) has the active runtime loaded, /opt/other/libother\.so$`, `^1  End that program and repeat the command; with --force the runtime changes for programs that start from now on\.$`},
	}
	names := slices.Sorted(maps.Keys(tests))
	var scripts []string
	for _, name := range names {
		scripts = append(scripts, tests[name].script)
	}
	all := inUseLab(t, scripts...)
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test, said := tests[name], all[i]
			lines := strings.Split(strings.TrimSpace(said), "\n")
			require.Len(t, lines, 3, said)
			require.Regexp(t, regexp.MustCompile(test.text), lines[0])
			require.Regexp(t, regexp.MustCompile(test.fix), lines[1])
			require.Equal(t, "same", lines[2])
		})
	}
}

// Beside Monado: what use makes active is what the Khronos loader's own program gets, and undo takes it away again.
func TestLabUse_ActivatesMonado(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	said := inUseLab(t, `
		user=root; chown -R 0 $HOME
		answers() { XR_LOADER_DEBUG=none openxr_runtime_list 2>&1 | grep -c "systemName: Monado" || true; }
		answers
		"$xrprobe" -q use monado >/dev/null; answers
		"$xrprobe" -q check immersive-vr && echo supported
		"$xrprobe" -q use --undo >/dev/null; answers
		"$xrprobe" -q use monado -- openxr_runtime_list 2>/dev/null | grep -c "systemName: Monado"
		answers
		find $HOME/.config | sort`)[0]
	require.Equal(t, "0\n1\nsupported\n0\n1\n0\n/home/ann/.config\n", said)
}

// With --as flatpak:APP the choice is written where that application reads it, once it may see the runtime; what its own xrprobe finds in
// it is what was chosen, and nothing outside changes.
func TestLabUse_ForAFlatpak(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	if runtime.GOARCH != "amd64" {
		t.Skip("the flatpak's runtime is made for amd64")
	}
	before := `rm -rf /etc/xdg/openxr /usr/share/openxr
mkdir -p /opt/xr /usr/share/openxr/1
echo 'int xrNegotiateLoaderRuntimeInterface(void *loader, void *request) { return -1; }' | gcc -w -shared -fPIC -x c - -o /opt/xr/libx.so
cp /opt/xr/libx.so /usr/lib/libx.so
echo '{"file_format_version":"1.0.0","runtime":{"name":"Far","library_path":"./libx.so"}}' >/opt/xr/far.json
echo '{"file_format_version":"1.0.0","runtime":{"name":"Near","library_path":"/usr/lib/libx.so"}}' >/usr/share/openxr/1/near.json
chown -R ann: /home/ann`
	script := makeFlatpak + `
use() { code=0; "$PROGRAM" -q use --as flatpak:org.example.App "$@" >said 2>words || code=$?; echo "$code $(head -n 2 words | tr '\n' ' ')"; }
inside() { flatpak run org.example.App runtimes --runtime active --json 2>/dev/null | jq -c '[.resolution.chosen, .runtimes[].name]'; }
use near
use /opt/xr/far.json
eval "$(sed -n 's/^Allow it, and repeat the command: //p' words)"
use /opt/xr/far.json
inside
readlink ~/.var/app/org.example.App/config/openxr/1/active_runtime.json
test -e ~/.config/openxr || echo nothing outside
use --undo
inside
`
	result := asAnn(t, built(t, "cmd/xrprobe"), before, script)
	require.Equal(t, []string{
		"1 xrprobe: the flatpak org.example.App does not see /usr/share/openxr/1/near.json, because flatpaks have files of their own there Choose a runtime whose files lie elsewhere, such as WiVRn's flatpak. ",
		"1 xrprobe: the flatpak org.example.App does not see /opt/xr/far.json Allow it, and repeat the command: flatpak override --user --filesystem=/opt/xr:ro org.example.App ",
		"0 ",
		`["/home/ann/.var/app/org.example.App/config/openxr/1/active_runtime.json","Far"]`,
		"/opt/xr/far.json",
		"nothing outside",
		"0 ",
		"[null]",
	}, strings.Split(strings.TrimSpace(result.Stdout), "\n"), result.Stderr)
}

// useUnderWine makes changes of both views, undoes them, and kills some of them.
const useUnderWine = `
cd "$0"
cp -r R /opt/wine/drive_c/
view() { wine reg query "HKLM\\SOFTWARE\\$1Khronos\\OpenXR\\1" /v ActiveRuntime 2>/dev/null | tr -d '\r' | sed -n 's/.*REG_[A-Z_]* *//p'; }
views() { printf '%s %s|%s\n' "$1" "$(view)" "$(view 'WOW6432Node\')"; }
use() { wine ./xrprobe.exe -q use "$@" >said 2>words || echo "exit code $?: $(tr -d '\r' <words | head -n 1)"; }
wine reg add 'HKLM\SOFTWARE\WOW6432Node\Khronos\OpenXR\1' /v ActiveRuntime /t REG_EXPAND_SZ /d '%SystemDrive%\old.json' /f >/dev/null
for name in a64 b64; do wine reg add 'HKLM\SOFTWARE\Khronos\OpenXR\1\AvailableRuntimes' /v "C:\\R\\$name.json" /t REG_DWORD /d 0 /f >/dev/null; done
wine reg add 'HKLM\SOFTWARE\WOW6432Node\Khronos\OpenXR\1\AvailableRuntimes' /v 'C:\R\a32.json' /t REG_DWORD /d 0 /f >/dev/null
views begin
use A; views A
use B; views B
use --undo; views undo
use --undo; views undo
use --undo
use B --dry-run; grep -c 'reg add' said
use broken
for i in $(seq 12); do
	wine ./xrprobe.exe -q use $([ $((i % 2)) = 0 ] && echo A || echo B) >/dev/null 2>&1 &
	sleep "0.$((i * 4 + 10))"
	pkill -KILL -x xrprobe.exe || true
	wait
	views killed
done
while wine ./xrprobe.exe -q use --undo >/dev/null 2>&1; do :; done
views end
wine reg query 'HKLM\SOFTWARE\xrprobe' >/dev/null 2>&1 || echo forgotten
`

// Under Wine both views change, each program gets what was there or what was wanted wherever the change is killed, and undo restores
// what was there with its type.
func TestLabUse_BothViewsOfWindows(t *testing.T) {
	t.Parallel()
	windows := builtForWindows(t)
	directory := t.TempDir()
	put := func(name string, content []byte) {
		file := filepath.Join(directory, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, content, 0o700))
	}
	content, err := os.ReadFile(windows)
	require.NoError(t, err)
	put("xrprobe.exe", content)
	exports := []string{"xrNegotiateLoaderRuntimeInterface"}
	put("R/wide.dll", stub.DLL{Exports: exports}.Bytes())
	put("R/narrow.dll", stub.DLL{Exports: exports, Narrow: true}.Bytes())
	for name, library := range map[string]string{"a64": "wide", "a32": "narrow", "b64": "wide"} {
		put("R/"+name+".json", fmt.Appendf(nil, `{"file_format_version": "1.0.0", "runtime": {"name": %q, "library_path": ".\\%s.dll"}}`, strings.ToUpper(name[:1]), library))
	}
	// Two manifests of one library would be one runtime.
	put("R/b64.json", []byte(`{"file_format_version": "1.0.0", "runtime": {"name": "B", "library_path": ".\\b.dll"}}`))
	put("R/b.dll", stub.DLL{Exports: exports}.Bytes())
	result := inLab(t, lab.Options{RWBinds: []string{directory}}, "bash", "-c", useUnderWine, directory)
	require.Zero(t, result.ExitCode, result.Stderr)
	lines := strings.Split(strings.TrimSpace(result.Stdout), "\n")
	const old = `%SystemDrive%\old.json`
	require.Equal(t, []string{
		`begin |` + old,
		`A C:\R\a64.json|C:\R\a32.json`,
		`B C:\R\b64.json|C:\R\a32.json`,
		`undo C:\R\a64.json|C:\R\a32.json`,
		`undo |` + old,
		`exit code 1: xrprobe: there is nothing to undo in HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1`,
		`1`,
		`exit code 2: xrprobe: "broken" is no runtime that was found here: use a32, a64 or b64, or a manifest's path`,
	}, lines[:8])
	for _, line := range lines[8:20] {
		require.Regexp(t, `^killed (C:\\R\\[ab]64\.json)?\|(%SystemDrive%\\old\.json|C:\\R\\a32\.json)$`, line)
	}
	require.Equal(t, []string{`end |` + old, "forgotten"}, lines[20:])
}
