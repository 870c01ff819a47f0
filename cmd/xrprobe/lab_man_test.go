// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

func TestLabTheManualIsCleanUnderMandoc(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	folder := t.TempDir()
	var stdout, stderr bytes.Buffer
	require.Equal(t, exitAnswered, run(t.Context(), []string{"man", folder}, &stdout, &stderr), stderr.String())
	result := inLab(t, lab.Options{Binds: []string{folder}, Dir: folder}, "sh", "-c", "ls *.1 *.7 | wc -l; mandoc -T lint -W error *.1 *.7")
	require.Equal(t, "14\n", result.Stdout, "the pages that were looked at, and nothing that is wrong")
	require.Zero(t, result.ExitCode)
}
