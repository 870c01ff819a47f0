// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// waitsForService starts Monado's service three seconds after a check that waits for it. It prints how many nanoseconds passed
// from when the service's socket was ready to the end of the check.
const waitsForService = `
"$0" check immersive-vr --wait 30s &
waiting=$!
sleep 3
kill -0 $waiting || { echo "the check ended too early" >&2; exit 9; }
export XRT_COMPOSITOR_NULL=1 XRT_NO_STDIN=1 SIMULATED_ENABLE=1
monado-service >/tmp/log 2>&1 </dev/null &
service=$!
until grep -q ' 00010000 .*monado_comp_ipc$' /proc/net/unix; do kill -0 $service || exit 8; sleep 0.002; done
ready=$(date +%s%N)
wait $waiting; status=$?
echo $(($(date +%s%N) - ready))
kill $service
exit $status`

func TestLabCheck_WaitsForTheService(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "bash", "-c", waitsForService, program)
	require.Zero(t, result.ExitCode, result.Stderr)
	took, err := strconv.ParseInt(strings.TrimSpace(result.Stdout), 10, 64)
	require.NoError(t, err, result.Stdout)
	t.Logf("true %s after the socket was ready", time.Duration(took))
	require.Less(t, time.Duration(took), 5*time.Second, "long before the time to wait is over")
	require.Equal(t, 1, strings.Count(result.Stderr, "asking"), result.Stderr)
	require.NotContains(t, result.Stderr, "gave up")
}

// After the service has died and left its socket behind, a check waits for the next one.
const waitsForRestart = `
monado-start
"$0" check immersive-vr || exit 7
pkill -KILL -x monado-service
while pgrep -x monado-service >/dev/null; do sleep 0.01; done
[ -S "$XDG_RUNTIME_DIR/monado_comp_ipc" ] || { echo "no socket is left" >&2; exit 6; }
"$0" check immersive-vr --wait 30s &
waiting=$!
sleep 1
kill -0 $waiting || { echo "the check ended too early" >&2; exit 9; }
rm -f "$XDG_RUNTIME_DIR"/monado_comp_ipc
monado-start
wait $waiting`

func TestLabCheck_WaitsForAServiceThatDied(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "bash", "-c", waitsForRestart, program)
	require.Zero(t, result.ExitCode, result.Stderr)
}

// givesUp waits in vain, and prints how many milliseconds of processor time the check and its children took from one second
// after its start to its end.
const givesUp = `
ticks() { awk '{ print $14 + $15 + $16 + $17 }' /proc/$1/stat; }
"$0" check immersive-vr --wait 8s &
waiting=$!
sleep 2
before=$(ticks $waiting)
sleep 5
after=$(ticks $waiting)
wait $waiting; status=$?
echo $(((after - before) * 1000 / $(getconf CLK_TCK)))
exit $status`

func TestLabCheck_GivesUpAndIsIdleUntilThen(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "bash", "-c", givesUp, program)
	require.Equal(t, int(exitInconclusive), result.ExitCode, result.Stderr)
	require.Regexp(t, `(?m)^xrprobe: gave up after 8s: immersive-vr is unknown: .*monado_comp_ipc`, result.Stderr)
	t.Logf("%s ms of processor time in five idle seconds", strings.TrimSpace(result.Stdout))
}

// interrupted ends a check that waits.
const interruptedWait = `
"$0" check immersive-vr --wait 30s &
waiting=$!
sleep 1
kill -INT $waiting
wait $waiting`

func TestLabCheck_EndsWithCtrlC(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "bash", "-c", interruptedWait, program)
	require.Equal(t, int(exitInterrupted), result.ExitCode, result.Stderr)
}

// Monado's simulated headset has what Godot requires, and no hands.
func TestLabCheck_RequirementsOfRealPrograms(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program, directory := built(t, "cmd/xrprobe"), absolute(t, requirementsDirectory)
	check := program + " check --require " + directory + "/"
	results := inOneRun(t, lab.Options{Monado: true, Binds: []string{program, directory}}, check+"godot-4.json", check+"unreal-5.json")
	for i, want := range []exitCode{exitAnswered, exitNo} {
		require.Equal(t, int(want), results[i].ExitCode, "%s%s", results[i].Stdout, results[i].Stderr)
		require.Contains(t, results[i].Stdout, "the runtime lists XR_KHR_")
	}
}
