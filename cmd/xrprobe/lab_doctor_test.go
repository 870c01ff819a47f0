// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// doctorsMend prints the IDs of the findings before and after the fix of the one that is meant. A fix that is no command is carried out
// by the machine's own "person".
const doctorsMend = `
found() { "$xrprobe" -q doctor -o json; }
ids() { { found || true; } | jq -r '[.findings[].id] | join(" ")'; }
echo "before $(ids)"
fix=$( { found || true; } | jq -r --arg id "$id" '([.findings[] | select(.id == $id)][0].fix // ":") | split(": ") | last')
if declare -F person >/dev/null; then person; else eval "$fix"; fi
echo "after $(ids)"
"$xrprobe" -q check immersive-vr && echo works
`

// On a real machine, with Monado's real service, the fix of a finding ends it.
func TestLabDoctor_TheFixEndsTheFinding(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	archive, err := txtar.ParseFile("testdata/machines/doctor.txtar")
	require.NoError(t, err)
	words, err := os.ReadFile("testdata/machines/words.sh")
	require.NoError(t, err)
	for _, file := range archive.Files {
		t.Run(file.Name, func(t *testing.T) {
			t.Parallel()
			script := "xrprobe=" + program + "\nid=" + file.Name + "\n" + string(words) + string(file.Data) + doctorsMend
			result := inLab(t, lab.Options{Monado: true, Binds: []string{program}}, "bash", "-c", script)
			require.Zero(t, result.ExitCode, result.Stdout+result.Stderr)
			want := file.Name
			if want == "well" {
				want = ""
			}
			require.Equal(t, "before "+want+"\nafter \nworks\n", result.Stdout, strings.TrimSpace(result.Stderr))
		})
	}
}

// What only a runtime can tell is found when it is asked.
func TestLabDoctor_AsksRuntimesIfItShall(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "sh", "-c", strings.ReplaceAll(
		`ids() { X -q doctor "$@" -o json | jq -r '.level + " " + ([.findings[].id] | join(" "))'; }; ids; ids --level properties; monado-start >&2; ids; ids --level properties; X -q doctor --level properties >/dev/null; echo $?`, "X", program))
	require.Equal(t, "binary service_down\nproperties xr_error\nbinary \nproperties \n0\n", result.Stdout, result.Stderr)
}

// The Windows build finds the same on the example machines, as far as Windows can lay them out.
func TestLabDoctor_OnWindows(t *testing.T) {
	t.Parallel()
	program := builtForWindows(t)
	result := inLab(t, lab.Options{Binds: []string{program}}, "sh", "-c", `for id in library_missing library_needs not_installed registry_choice stopping_layers other_build service_down; do wine "$0" -q doctor --pretend $id -o json 2>/dev/null | jq -r '[.pretended, .findings[].id] | join(" ")'; done; [ "$(wine "$0" -q doctor --list | wc -l)" -gt 90 ] && echo listed; for id in dead_socket writable_library; do wine "$0" doctor --pretend $id 2>&1 >/dev/null | head -1; done`, program)
	require.Equal(t, `library_missing library_missing
library_needs library_needs
not_installed not_installed
registry_choice registry_choice
stopping_layers stopping_layers
other_build other_build
service_down service_down
listed
xrprobe: --pretend: the example machine cannot be laid out on windows: /run/user/1000/monado_comp_ipc: only Linux makes a socket to which no process listens
xrprobe: --pretend: this user, on windows, cannot see what is wrong on the example machine: The library was made with mode 777.
`, strings.ReplaceAll(result.Stdout, "\r", ""), result.Stderr)
}
