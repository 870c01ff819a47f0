// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

const (
	machinesFile = "testdata/machines/machines.txtar"
	// pageOf precedes the name of a machine in the name of its golden page.
	pageOf = "page: "
	// works is the end of a golden page whose fix mends the machine.
	works = "Then      immersive-vr is supported\n"
)

// The page names the cause and one fix, and the fix, carried out, mends the machine or leads to
// the next cause.
func TestLabMachines_TheFixOnThePageMends(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	archive, err := txtar.ParseFile(machinesFile)
	require.NoError(t, err)
	words, err := os.ReadFile("testdata/machines/words.sh")
	require.NoError(t, err)
	pages := map[string]string{}
	var lock sync.Mutex
	t.Cleanup(func() {
		if *update {
			writeMachines(t, archive, pages)
		}
	})
	for _, file := range archive.Files {
		if strings.HasPrefix(file.Name, pageOf) {
			continue
		}
		t.Run(file.Name, func(t *testing.T) {
			t.Parallel()
			script := "xrprobe=" + program + "\n" + string(words) + string(file.Data) +
				"page\nmend\npage\nas_user \"$xrprobe\" -q check immersive-vr $args && echo 'Then      immersive-vr is supported' || true\n"
			result := inLab(t, lab.Options{Monado: true, Binds: []string{program}}, "bash", "-c", script)
			require.Zero(t, result.ExitCode, result.Stdout+result.Stderr)
			lock.Lock()
			pages[file.Name] = result.Stdout
			lock.Unlock()
			requireMends(t, result.Stdout)
			if !*update {
				require.Equal(t, page(archive, file.Name), result.Stdout)
			}
		})
	}
}

// requireMends checks that there is one fix for the first problem, and that what it says leads on.
func requireMends(t *testing.T, text string) {
	t.Helper()
	before, after, done := strings.Cut(text, "\nDone  ")
	require.True(t, done, text)
	require.Regexp(t, `(?m)^Problem   .+\n( .+\n)?Fix       `, before+"\n")
	if !strings.HasSuffix(text, works) {
		require.NotEqual(t, problemLine(before), problemLine(after), text)
	}
}

func problemLine(text string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "Problem ") {
			return line
		}
	}
	return ""
}

func page(archive *txtar.Archive, name string) string {
	for _, file := range archive.Files {
		if file.Name == pageOf+name {
			return string(file.Data)
		}
	}
	return ""
}

// writeMachines writes the pages that were seen into the archive.
func writeMachines(t *testing.T, archive *txtar.Archive, pages map[string]string) {
	t.Helper()
	updated := &txtar.Archive{Comment: archive.Comment}
	for _, file := range archive.Files {
		if strings.HasPrefix(file.Name, pageOf) {
			continue
		}
		seen, ok := pages[file.Name]
		if !ok {
			seen = page(archive, file.Name)
		}
		updated.Files = append(updated.Files, file, txtar.File{Name: pageOf + file.Name, Data: []byte(seen)})
	}
	require.NoError(t, os.WriteFile(machinesFile, txtar.Format(updated), 0o644))
}
