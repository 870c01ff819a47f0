// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classifytest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/profile"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Short returns the classes of the three modes in one line, such as
// "usually usually open: arcore_unknown". "open" is a class that is not certain, with its
// cause.
func Short(classes classify.Classifications) string {
	var words []string
	for _, class := range classes {
		word := string(class.Class)
		if class.Ambiguous != nil {
			word = "open: " + string(class.Ambiguous.Cause)
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// RequireSound checks what holds of all classifications: one for each mode, in order, each
// with a rule and a reason, and with no grant or denial unless the class is certain.
func RequireSound(t require.TestingT, classes classify.Classifications) {
	require.Len(t, classes, 3)
	for i, mode := range webxr.SessionModes() {
		class := classes[i]
		require.Equal(t, mode, class.Mode)
		require.NotEmpty(t, class.Rule)
		require.NotEmpty(t, class.Because)
		require.NotEmpty(t, class.Source)
		require.Equal(t, class.Class, classes.Class(mode))
		if class.Ambiguous != nil {
			require.Equal(t, webxr.HighlyVariable, class.Class)
			require.Equal(t, webxr.Prompt, class.Default())
			require.NotEmpty(t, class.Ambiguous.Cause.Text())
			require.GreaterOrEqual(t, len(class.Ambiguous.Candidates), 2)
		}
	}
}

// ProfileFiles returns the files of real user agents' profiles in a directory, sorted.
func ProfileFiles(t testing.TB, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	require.NoError(t, err)
	require.Greater(t, len(files), 20)
	return files
}

// Profiles reads the profiles of real user agents in a directory, in the order of their
// files' names.
func Profiles(t testing.TB, dir string) []classify.Profile {
	t.Helper()
	var list []classify.Profile
	for _, file := range ProfileFiles(t, dir) {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		p, err := profile.Parse(file, data)
		require.NoError(t, err)
		list = append(list, p)
	}
	return list
}
