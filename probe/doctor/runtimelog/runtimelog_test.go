// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package runtimelog

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWord_IsOneShortPrintableLine(t *testing.T) {
	t.Parallel()
	for log, want := range map[string]string{
		"":                          "",
		"all is well\n":             "",
		"error: a\nerror: /b\ninfo": "/b",
		"ERROR [f] /a\nERROR [g] no\nXR_ERROR_X in y: /c":                     "/a",
		"ERROR [f] a [../src/x.c:12]\nERROR [g] b\n":                          "b",
		"XR_ERROR_X in y: failed":                                             "XR_ERROR_X in y: failed",
		"\x1b[31mERROR\x1b[0m [f] red\tand\x07 loud\r\n":                      "red and\uFFFD loud",
		"Error [GENERAL | xrCreateInstance | OpenXR-Loader] : failed at /x\n": "",
		"error: \xff\xfe/x\n":                                                 "\uFFFD/x",
		"error: " + strings.Repeat("é", 150):                                  strings.Repeat("é", 98) + "...",
	} {
		got := Word(log)
		require.Equal(t, want, got)
		require.LessOrEqual(t, len(got), maxWord)
	}
}

func FuzzWord(f *testing.F) {
	f.Add("ERROR [f] Failed to connect to socket /a: no\n")
	f.Add("client library version a does not match service version b")
	f.Fuzz(func(t *testing.T, log string) {
		word := Word(log)
		require.LessOrEqual(t, len(word), maxWord)
		require.NotContains(t, word, "\n")
		require.NotContains(t, word, "\x1b")
		Versions(&log)
	})
}
