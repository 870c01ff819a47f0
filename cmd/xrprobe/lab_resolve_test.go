// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// place is a manifest whose library is missing. The library has the name of the place, so
// that the Khronos loader's error says which manifest it took.
type place struct{ path, library string }

// resolutions are machines on which the Khronos loader and xrprobe must take the same
// manifest.
var resolutions = []struct {
	rule        string
	environment string
	places      []place
	shell       string
	want        string
}{
	{rule: "D1 nothing else is looked at", environment: "XR_RUNTIME_JSON=/m/x.json XDG_CONFIG_HOME=/c", places: []place{{"/m/x.json", "chosen"}, {"/c/openxr/1/active_runtime.json", "other"}}, want: "chosen"},
	{rule: "D1 no fall-through", environment: "XR_RUNTIME_JSON=/m/gone.json XDG_CONFIG_HOME=/c", places: []place{{"/c/openxr/1/active_runtime.json", "other"}}, want: ""},
	{rule: "D2 empty is unset", environment: "XR_RUNTIME_JSON= XDG_CONFIG_HOME=/c", places: []place{{"/c/openxr/1/active_runtime.json", "config"}}, want: "config"},
	{rule: "D3 no suffix is needed", environment: "XR_RUNTIME_JSON=/m/foo.txt", places: []place{{"/m/foo.txt", "text"}}, want: "text"},
	{rule: "D3 relative to the working directory", environment: "XR_RUNTIME_JSON=m/x.json", places: []place{{"/m/x.json", "relative"}}, want: "relative"},
	{rule: "D3 not a list", environment: "XR_RUNTIME_JSON=/m/x.json:/m/y.json", places: []place{{"/m/x.json", "x"}, {"/m/y.json", "y"}}, want: ""},
	{rule: "L1 the architecture's file first", environment: "XDG_CONFIG_HOME=/c", places: []place{{"/c/openxr/1/active_runtime.ARCH.json", "arch"}, {"/c/openxr/1/active_runtime.json", "any"}}, want: "arch"},
	{rule: "L1 one directory before the next", environment: "XDG_CONFIG_HOME=/c XDG_CONFIG_DIRS=/d", places: []place{{"/c/openxr/1/active_runtime.json", "home"}, {"/d/openxr/1/active_runtime.ARCH.json", "dirs"}}, want: "home"},
	{rule: "L2 HOME", environment: "HOME=/h", places: []place{{"/h/.config/openxr/1/active_runtime.json", "home"}}, want: "home"},
	{rule: "L2 HOME is not used beside XDG_CONFIG_HOME", environment: "HOME=/h XDG_CONFIG_HOME=/c", places: []place{{"/h/.config/openxr/1/active_runtime.json", "home"}}, want: ""},
	{rule: "L2 XDG_CONFIG_DIRS in order", environment: "XDG_CONFIG_DIRS=/d1::/d2", places: []place{{"/d1/openxr/1/active_runtime.json", "one"}, {"/d2/openxr/1/active_runtime.json", "two"}}, want: "one"},
	{rule: "L2 the fallback", environment: "XDG_CONFIG_DIRS=", places: []place{{"/etc/xdg/openxr/1/active_runtime.json", "xdg"}, {"/etc/openxr/1/active_runtime.json", "etc"}}, want: "xdg"},
	{rule: "L2 a colon means no directory and no fallback", environment: "XDG_CONFIG_DIRS=:", places: []place{{"/etc/xdg/openxr/1/active_runtime.json", "xdg"}, {"/etc/openxr/1/active_runtime.json", "etc"}}, want: "etc"},
	{rule: "L3 data directories are not searched", environment: "XDG_DATA_HOME=/data", places: []place{{"/data/openxr/1/active_runtime.json", "data"}, {"/usr/share/openxr/1/active_runtime.json", "share"}}, want: ""},
	{rule: "L4 a broken manifest hides the rest", environment: "XDG_CONFIG_HOME=/c", places: []place{{"/c/openxr/1/active_runtime.json", "any"}}, shell: "echo broken >/c/openxr/1/active_runtime.ARCH.json", want: ""},
	{rule: "L5 a dangling link is passed over", environment: "XDG_CONFIG_HOME=/c", places: []place{{"/c/openxr/1/active_runtime.json", "any"}}, shell: "ln -s /gone /c/openxr/1/active_runtime.ARCH.json", want: "any"},
	{rule: "L5 a link loop ends the search", environment: "XDG_CONFIG_HOME=/c", places: []place{{"/c/openxr/1/active_runtime.json", "any"}}, shell: "ln -s active_runtime.ARCH.json /c/openxr/1/active_runtime.ARCH.json", want: ""},
	{rule: "L5 a directory exists too", environment: "XDG_CONFIG_HOME=/c", places: []place{{"/c/openxr/1/active_runtime.json", "any"}}, shell: "mkdir /c/openxr/1/active_runtime.ARCH.json", want: ""},
	{rule: "L5 version 2 is not ours", environment: "XDG_CONFIG_HOME=/c", places: []place{{"/c/openxr/2/active_runtime.json", "two"}}, want: ""},
	{rule: "R1 the dialect", environment: "XR_RUNTIME_JSON=/m/x.json", shell: `mkdir -p /m; printf '\357\273\277{/*c*/"file_format_version":"1.0.0",//d\n"runtime":{"library_path":"/nonexistent/dialect.so",},} trailing' >/m/x.json`, want: "dialect"},
	{rule: "R1 the last of two equal keys", environment: "XR_RUNTIME_JSON=/m/x.json", shell: `mkdir -p /m; echo '{"file_format_version":"1.0.0","runtime":{"library_path":"/nonexistent/first.so","library_path":"/nonexistent/last.so"}}' >/m/x.json`, want: "last"},
	{rule: "R2 numbers as scanf reads them", environment: "XR_RUNTIME_JSON=/m/x.json", shell: `mkdir -p /m; echo '{"file_format_version":" +1.00. 0-beta","runtime":{"library_path":"/nonexistent/scanf.so"}}' >/m/x.json`, want: "scanf"},
	{rule: "R2 another version", environment: "XR_RUNTIME_JSON=/m/x.json", shell: `mkdir -p /m; echo '{"file_format_version":"1.0.1","runtime":{"library_path":"/nonexistent/version.so"}}' >/m/x.json`, want: ""},
	{rule: "R3 a string for an object", environment: "XR_RUNTIME_JSON=/m/x.json", shell: `mkdir -p /m; echo '{"file_format_version":"1.0.0","runtime":"/nonexistent/string.so"}' >/m/x.json`, want: ""},
	{rule: "R5 beside the link's target", environment: "XR_RUNTIME_JSON=/m/x.json", shell: `mkdir -p /m /nonexistent-not; mkdir -p /t; echo '{"file_format_version":"1.0.0","runtime":{"library_path":"../nonexistent/target.so"}}' >/t/x.json; ln -s /t/x.json /m/x.json`, want: "target"},
}

// scenario returns a shell script that builds one machine, asks both, and cleans up.
func scenario(program, environment, shell string, places []place) string {
	var script strings.Builder
	for _, p := range places {
		fmt.Fprintf(&script, "mkdir -p $(dirname %s)\n", p.path)
		fmt.Fprintf(&script, `echo '{"file_format_version":"1.0.0","runtime":{"library_path":"/nonexistent/%s.so"}}' >%s`+"\n", p.library, p.path)
	}
	fmt.Fprintln(&script, shell)
	both := fmt.Sprintf(`env -i PATH=$PATH %s`, environment)
	fmt.Fprintf(&script, "cd /\nkhronos=$(%s openxr_runtime_list 2>&1 | grep -o 'nonexistent/[a-z]*[.]so: cannot open' | head -n 1 | sed 's,.*/,,; s,[.]so.*,,')\n", both)
	fmt.Fprintf(&script, "ours=$(%s %s runtimes --json | jq -r '.runtimes[] | select(.active and .cause.level == \"binary\") | .library' | sed 's,.*/,,; s,[.]so$,,')\n", both, program)
	script.WriteString("echo \"$khronos/$ours\"\nrm -rf /c /d /d1 /d2 /h /m /t /data /etc/openxr /etc/xdg/openxr /usr/share/openxr/1/active*\n")
	return strings.ReplaceAll(script.String(), "ARCH.json", "$(uname -m).json")
}

func TestLabResolve_EqualsTheKhronosLoader(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	var script strings.Builder
	script.WriteString("rm -rf /etc/xdg/openxr /usr/share/openxr/1/openxr_monado.json\n")
	for _, row := range resolutions {
		script.WriteString(scenario(program, row.environment, row.shell, row.places))
	}
	result := inLab(t, lab.Options{Binds: []string{program}}, "sh", "-c", script.String())
	lines := strings.Split(strings.TrimSuffix(result.Stdout, "\n"), "\n")
	require.Len(t, lines, len(resolutions), "%s%s", result.Stdout, result.Stderr)
	for i, row := range resolutions {
		khronos, ours, _ := strings.Cut(lines[i], "/")
		require.Equal(t, row.want, khronos, "the Khronos loader: %s", row.rule)
		require.Equal(t, row.want, ours, "xrprobe: %s", row.rule)
	}
}
