// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// manual writes the pages as "make man" does, with a fixed date. It returns the standard
// error.
func manual(t *testing.T, directory string) (string, error) {
	t.Helper()
	command := exec.Command("go", "run", "-tags", "man", "github.com/xrprobe/xrprobe/cmd/xrprobe", "man", directory)
	command.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1000000000", "CGO_ENABLED=0")
	var stderr strings.Builder
	command.Stderr = &stderr
	err := command.Run()
	return stderr.String(), err
}

// There is a page for each command and each topic, but none for the command that writes the
// pages.
func TestManual_HasAPageForEachCommandAndTopic(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short: builds a second program")
	}
	directory := t.TempDir()
	output, err := manual(t, directory)
	require.NoError(t, err, output)
	pages, err := filepath.Glob(filepath.Join(directory, "*"))
	require.NoError(t, err)
	var names []string
	for _, page := range pages {
		names = append(names, filepath.Base(page))
	}
	require.Equal(t, []string{
		"xrprobe-ask.1", "xrprobe-browsers.1", "xrprobe-check.1", "xrprobe-classify.1", "xrprobe-completion.1", "xrprobe-devices.1", "xrprobe-doctor.1", "xrprobe-environment.7", "xrprobe-exit-codes.7", "xrprobe-formats.7",
		"xrprobe-help.1", "xrprobe-layers.1", "xrprobe-modes.1", "xrprobe-privacy.7", "xrprobe-runtimes.1", "xrprobe-schema.1", "xrprobe-search.7", "xrprobe-serve.1", "xrprobe-show.1", "xrprobe-use.1", "xrprobe-version.1",
		"xrprobe-watch.1", "xrprobe.1",
	}, names)
	for page, want := range map[string]string{"xrprobe.1": "Sep 2001", "xrprobe-privacy.7": "xrprobe(1)", "xrprobe-exit-codes.7": "  0         asked and answered;"} {
		text, err := os.ReadFile(filepath.Join(directory, page))
		require.NoError(t, err)
		require.Contains(t, string(text), want, page)
	}

	output, err = manual(t, filepath.Join(directory, "gone"))
	require.Error(t, err)
	require.Contains(t, output, "no such file or directory")

	t.Run("under mandoc", func(t *testing.T) {
		result := inLab(t, lab.Options{Binds: []string{directory}, Dir: directory}, "sh", "-c", "ls *.1 *.7 | wc -l; mandoc -T lint -W error *.1 *.7")
		require.Equal(t, "23\n", result.Stdout, "the number of pages; mandoc finds no error in them")
		require.Zero(t, result.ExitCode)
	})
}
