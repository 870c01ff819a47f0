// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// opensFile matches the opening of a file in strace's output, and usesNetwork a socket that
// is not a netlink socket.
var (
	opensFile   = lazily(`open(?:at)?\((?:AT_FDCWD, )?"([^"]+)".*\) = \d+`)
	usesNetwork = lazily(`(?m)^\d+ +(socket\(AF_(INET|UNIX)|connect\()`)
)

// untilItLooked waits until serve opened the active manifest, and then opened no file for a
// second, however busy the machine is.
const untilItLooked = `until grep -qs openxr_monado.json /tmp/trace; do sleep 0.1; done
	was=; until [ "$was" = "$(wc -c </tmp/trace)" ]; do was=$(wc -c </tmp/trace); sleep 1; done`

// desktopProfile returns a desktop browser's profile on one line.
func desktopProfile(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile("../../testdata/profiles/chrome-windows-156.json")
	require.NoError(t, err)
	var line bytes.Buffer
	require.NoError(t, json.Compact(&line, content))
	return line.String()
}

// servedIn serves a client whose page asks so many questions. It returns strace's output
// from the start of the gate on.
func servedIn(t *testing.T, program string, questions int) string {
	t.Helper()
	input := fmt.Sprintf(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocol":"xrprobe.protocol/1","strategy":"ask-when-present","profile":%s}}
{"jsonrpc":"2.0","id":1,"method":"documentState","params":{"document":1,"state":"visible","origin":"https://a.example","secure_context":true,"allowed":["xr-spatial-tracking"]}}
`, desktopProfile(t))
	for range questions {
		for _, method := range []string{"isSessionSupported", "permissionQuery", "requestSession"} {
			name := map[bool]string{true: `,"name":"xr-session-supported"`}[method == "permissionQuery"]
			input += fmt.Sprintf(`{"jsonrpc":"2.0","id":2,"method":%q,"params":{"document":1,"mode":"immersive-vr"%s}}`+"\n", method, name)
		}
	}
	conversation := filepath.Join(t.TempDir(), "conversation")
	require.NoError(t, os.WriteFile(conversation, []byte(input), 0o600))
	result := inLab(t, lab.Options{Monado: true, Binds: []string{program, conversation}}, "sh", "-c",
		"(cat "+conversation+"; "+untilItLooked+") | strace -f -o /tmp/trace -e trace=%file,%network,%process "+program+" serve >&2; cat /tmp/trace")
	require.Contains(t, result.Stderr, `"id":1,"result":true`)
	require.Equal(t, questions > 0, strings.Contains(result.Stderr, `"id":2,"result":"prompt"`), result.Stderr)
	require.Len(t, startsProgram().FindAllString(result.Stdout, -1), 1, "it starts no process")
	require.NotRegexp(t, usesNetwork(), result.Stdout)
	_, begun, netlink := strings.Cut(result.Stdout, "NETLINK_KOBJECT_UEVENT")
	require.True(t, netlink, "it listens to the kernel")
	return begun
}

// openedIn returns the files that were opened, each once, without those in which the C library counts processors when a thread
// allocates memory for the first time.
func openedIn(trace string) []string {
	var files []string
	for _, match := range opensFile().FindAllStringSubmatch(trace, -1) {
		if match[1] != "/proc/stat" && !strings.HasPrefix(match[1], "/sys/devices/system/cpu/") {
			files = append(files, match[1])
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// A page's questions open no file. Everything that serve opens is on the way to the
// runtime.
func TestLabServe_OpensOnlyWhatTheRuntimeDependsOn(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	quiet, asked := openedIn(servedIn(t, program, 0)), openedIn(servedIn(t, program, 10))
	require.Equal(t, quiet, asked)
	require.Contains(t, quiet, "/usr/share/openxr/1/openxr_monado.json")
	for _, file := range quiet {
		require.Regexp(t, `/openxr/1(/api_layers/(implicit|explicit)\.d(/[^/]+\.json)?)?$|/openxr_monado\.json$|\.so(\.\d+)*$|^/etc/passwd$|^/etc/ld\.so\.|^/sys/(bus/(usb|hid)|class/drm)(/|$)`, file)
	}
}
