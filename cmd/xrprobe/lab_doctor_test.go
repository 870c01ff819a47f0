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
