// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe_test

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe"
)

// orphanVariable names a manifest; it makes the test binary a parent that probes that runtime.
const orphanVariable = "XRPROBE_TEST_ORPHAN"

// aloneVariable is set in a process that runs one test.
const aloneVariable = "XRPROBE_TEST_ALONE"

// alone reports whether the test has this process for itself. If not, alone runs the test in a
// process of its own, and fails if it fails there.
func alone(t *testing.T) bool {
	t.Helper()
	if os.Getenv(aloneVariable) == t.Name() {
		return true
	}
	command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.count=1")
	command.Env = append(os.Environ(), aloneVariable+"="+t.Name())
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	return false
}

// The test binary also serves as the child of its own tests.
func TestMain(m *testing.M) {
	probe.ChildMain()
	if manifest, ok := os.LookupEnv(orphanVariable); ok {
		os.Exit(probeForever(manifest))
	}
	os.Exit(m.Run())
}

// probeForever probes a runtime that does not answer, until the process is killed.
func probeForever(manifest string) int {
	p := probe.Prober{Helper: probe.Self(), Host: loader.Host{LookupEnv: func(name string) (string, bool) {
		return manifest, name == "XR_RUNTIME_JSON"
	}}}
	if _, err := p.Probe(context.Background(), probe.Request{Timeout: time.Minute}); err != nil {
		return 1
	}
	return 0
}
