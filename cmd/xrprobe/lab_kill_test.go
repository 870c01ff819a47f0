// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// countOurs prints how many processes run this program.
const countOurs = `
ours=0
for running in /proc/[0-9]*/exe; do
	[ "$(readlink "$running")" != "$0" ] || ours=$((ours + 1))
done
echo $ours`

// killedService starts Monado's service, and kills it at a random moment while xrprobe asks
// it. It prints an exit status and a report on each line. The moments are within twice the
// time that an answer takes.
const killedService = `
exec {silent}<> <(:) # a pipe to which nobody writes: to wait at it starts no process
export XRT_COMPOSITOR_NULL=1 XRT_NO_STDIN=1 SIMULATED_ENABLE=1
for i in $(seq 0 %d); do
	rm -f "$XDG_RUNTIME_DIR"/monado_comp_ipc
	monado-service >/dev/null 2>&1 &
	service=$!
	until [ -S "$XDG_RUNTIME_DIR"/monado_comp_ipc ]; do read -r -t 0.01 -u $silent || true; done
	begun=$(date +%%s%%3N)
	timeout 30 "$0" --json >/tmp/report 2>/dev/null &
	asking=$!
	if [ $i = 0 ]; then
		wait $asking
		takes=$(($(date +%%s%%3N) - begun))
		kill -KILL $service
		wait $service
		continue
	fi
	moment=$((RANDOM %% (2 * takes)))
	sleep "$((moment / 1000)).$(printf %%03d $((moment %% 1000)))"
	kill -KILL $service
	wait $asking
	printf '%%d %%s\n' $? "$(jq -c . /tmp/report)"
	wait $service
done` + countOurs

// If the service dies while xrprobe asks it, only its answer is lost.
func TestLabMonado_KilledServiceCostsOnlyItsAnswer(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	const moments = 50
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "bash", "-c", fmt.Sprintf(killedService, moments), program)
	lines := strings.Split(strings.TrimSpace(result.Stdout), "\n")
	require.Len(t, lines, moments+1, "%s%s", result.Stdout, result.Stderr)
	require.Equal(t, "0", lines[moments], "no process of xrprobe is left")
	seen := map[report.Status]int{}
	for _, line := range lines[:moments] {
		status, text, _ := strings.Cut(line, " ")
		require.NoError(t, validReport(text), line)
		r := reportOf(t, lab.Result{Stdout: text})
		monado := r.Active()
		seen[monado.Status]++
		require.Equal(t, map[report.Status]string{report.StatusOK: "0", report.StatusFailed: "3", report.StatusCrashed: "3"}[monado.Status], status, text)
		require.True(t, monado.Reached.AtLeast(report.LevelExtensions), text)
	}
	t.Log(seen)
	require.Greater(t, len(seen), 1, "some kills come before the answer, and some after it")
}

// killedWhileAsking kills xrprobe at random moments, and counts its processes. Monado still
// answers then. (TestChild_ExitsWithItsParent, in
// package probe, does the same with runtimes that hang.)
const killedWhileAsking = `
for i in $(seq %d); do
	"$0" --json >/dev/null 2>&1 &
	asking=$!
	sleep "0.$(printf %%03d $((RANDOM %% 60)))"
	kill -KILL $asking
	wait $asking
done
sleep 0.5` + countOurs + `
openxr_runtime_list >&2 && echo healthy`

func TestLabKill_LeavesNoChildAndNoClient(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Monado: true, Binds: []string{program}}, "bash", "-c", fmt.Sprintf(killedWhileAsking, 50), program)
	require.Equal(t, "0\nhealthy\n", result.Stdout, result.Stderr)
}
