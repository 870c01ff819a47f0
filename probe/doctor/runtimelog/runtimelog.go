// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package runtimelog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xrprobe/xrprobe/probe/internal/lazyregexp"
)

// maxWord is how long a word may be, in bytes.
const maxWord = 200

var (
	escapes   = lazyregexp.Regexp{Source: `\x1b\[[0-9;?]*[ -/]*[@-~]`}
	errorLine = lazyregexp.Regexp{Source: `(?i)\b(error|fatal|fail(ed|ure)?|cannot|can't|could not|unable|refused|denied|not found)\b|XR_ERROR_`}
	// severity is what logs write before a line: "ERROR [ipc_client_socket_connect] ".
	severity = lazyregexp.Regexp{Source: `^(?i:error|fatal)(?: \[[\w.:/ -]{1,80}\]|:)\s+`}
	// sourceLine is what some releases of Monado write after a line: " [../src/xrt/a.c:868]".
	sourceLine = lazyregexp.Regexp{Source: ` \[[^\[\]]{1,300}\.(?:c|cpp|h|rs):\d+\]$`}
	// versions is what Monado and the runtimes made from it write if library and service are
	// of two releases.
	versions = lazyregexp.Regexp{Source: `client library version (\S{1,80}) does not match service version (\S{1,80})`}
)

// Word returns the line of a runtime's output that says what went wrong: the last line
// of an error that names a path or a socket, or else the last one of an error, or "". It is one line of
// printable characters.
func Word(log string) string {
	best, bestRank := "", 0
	for line := range strings.Lines(log) {
		line = sourceLine.Get().ReplaceAllString(oneLine(line), "")
		if rank := worth(line); rank > 0 && rank >= bestRank {
			best, bestRank = line, rank
		}
	}
	return shortened(severity.Get().ReplaceAllString(best, ""))
}

// worth says how much a line tells; 0 is nothing.
func worth(line string) int {
	switch {
	case strings.HasPrefix(line, "#"), strings.Contains(line, "OpenXR-Loader"), !errorLine.Get().MatchString(line):
		return 0 // the Khronos loader's own lines tell less than those of the runtime
	case strings.HasPrefix(line, "XR_ERROR_"):
		return 1 // the result once more
	case strings.Contains(line, "/"), strings.Contains(line, "socket"):
		return 3
	default:
		return 2
	}
}

// oneLine returns a line without escape sequences and characters that do not print.
func oneLine(line string) string {
	line = escapes.Get().ReplaceAllString(strings.ToValidUTF8(line, "\uFFFD"), "")
	line = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return unicode.ReplacementChar
	}, line)
	return strings.Join(strings.Fields(line), " ")
}

// shortened returns at most maxWord bytes of a text.
func shortened(text string) string {
	const more = "..."
	if len(text) <= maxWord {
		return text
	}
	end := maxWord - len(more)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + more
}

// Versions returns the releases of a runtime's library and of its service, if the
// runtime's output says that they differ.
func Versions(log *string) (library, service string, found bool) {
	if log == nil {
		return "", "", false
	}
	for line := range strings.Lines(*log) {
		if match := versions.Get().FindStringSubmatch(oneLine(line)); match != nil {
			library, service, found = match[1], match[2], true
		}
	}
	return library, service, found
}
