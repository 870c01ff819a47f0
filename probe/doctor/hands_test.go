// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// hands do what a fix says, on a machine below a root.
type hands struct {
	root string
	env  map[string]string
}

// writeFix is a fix that changes a manifest.
var writeFix = regexp.MustCompile(`^In (/.*), write "library_path": (".*")$`)

// copyFix is a fix that writes a copy of a manifest beside it.
var copyFix = regexp.MustCompile(`^Leave (/.*) to .* with "library_path": (".*") beside it, with the name (.*)\.$`)

// carryOut does what a fix says, as a person would. It reports false for a fix that it cannot carry out.
func (h hands) carryOut(t *testing.T, fix string) bool {
	t.Helper()
	if match := writeFix.FindStringSubmatch(fix); match != nil {
		library, err := strconv.Unquote(match[2])
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(h.root, match[1]), []byte(manifest(library)), 0o644))
		return true
	}
	if match := copyFix.FindStringSubmatch(fix); match != nil {
		library, err := strconv.Unquote(match[2])
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(h.root, filepath.Dir(match[1]), match[3]), []byte(manifest(library)), 0o644))
		return true
	}
	done := false
	for command := range strings.SplitSeq(commandOf(fix), " && ") {
		done = h.run(t, command)
	}
	return done
}

// commandOf returns the shell command with which a fix ends.
func commandOf(fix string) string {
	if at := strings.LastIndex(fix, ": "); at >= 0 {
		return fix[at+2:]
	}
	return fix
}

// wordOfShell is a word of a shell's line, plain or in single quotes.
var wordOfShell = regexp.MustCompile(`(?:'[^']*'|[^' ])+`)

// run runs a command of the few that fixes have.
func (h hands) run(t *testing.T, command string) bool {
	t.Helper()
	words := wordOfShell.FindAllString(command, -1)
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], "'", "")
	}
	if words[0] == "sudo" {
		words = words[1:]
	}
	if words[0] == "-u" {
		words = words[2:]
	}
	last := words[len(words)-1]
	file := filepath.Join(h.root, last)
	switch strings.Join(words[:len(words)-1], " ") {
	case "unset":
		delete(h.env, last)
	case "export":
		name, value, _ := strings.Cut(last, "=")
		if strings.Contains(value, "$") {
			return false
		}
		h.env[name] = value
	case "mkdir -p":
		require.NoError(t, os.MkdirAll(file, 0o755))
	case "rm":
		require.NoError(t, os.Remove(file))
	default:
		if len(words) != 4 || words[0] != "ln" {
			return false
		}
		if words[1] != "-s" {
			require.NoError(t, os.Remove(file))
		}
		require.NoError(t, os.Symlink(words[2], file))
	}
	return true
}
