// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/requirement"
	"github.com/xrprobe/xrprobe/openxr/simulated"
)

const readmeFile = "../../README.md"

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(readmeFile)
	require.NoError(t, err)
	return string(text)
}

// block matches a fenced block: its language, the word after the language, and the text.
var block = lazily("(?ms)^```(console|json) (\\S+)\\n(.*?)^```$")

// machines are the files below the root of each transcript, by the word of the block. nil
// means this machine.
var machines = map[string]map[string]string{
	"simulated": nil,
	"piped":     nil,
	"required":  nil,
	"windows": {
		"C/Runtime/runtime.json": `{"file_format_version": "1.0.0", "runtime": {"name": "Runtime", "library_path": "runtime.dll"}}`,
		"C/Overlay/overlay.json": `{"file_format_version": "1.0.0", "api_layer": {"name": "XR_APILAYER_overlay", "library_path": ".\\overlay.dll", "api_version": "1.0", "implementation_version": "1"}}`,
		"machine.reg": "Windows Registry Editor Version 5.00\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Khronos\\OpenXR\\1]\n" + `"ActiveRuntime"="C:\\Runtime\\runtime.json"` +
			"\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Khronos\\OpenXR\\1\\ApiLayers\\Implicit]\n" + `"note"="no manifest"` + "\n" + `"C:\\Overlay\\overlay.json"=dword:00000000` + "\n",
	},
	"without": {"sys/class/dmi/id/chassis_type": "3\n"},
	"broken": {
		"sys/class/dmi/id/chassis_type":        "3\n",
		"etc/xdg/openxr/1/active_runtime.json": `{"file_format_version": "1.0.0", "runtime": {"name": "Monado", "library_path": "/usr/lib/libopenxr_monado.so"}}`,
	},
}

// The README shows what the program prints. -update rewrites it.
func TestREADME_TranscriptsAreWhatXrprobePrints(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the transcripts are those of Linux machines")
	}
	t.Setenv("COLUMNS", "") // the transcripts are as wide as a pipe
	text := readme(t)
	seen := map[string]bool{}
	updated := block().ReplaceAllStringFunc(text, func(whole string) string {
		parts := block().FindStringSubmatch(whole)
		if parts[1] != "console" {
			return whole
		}
		seen[parts[2]] = true
		command, _, _ := strings.Cut(parts[3], "\n")
		return fmt.Sprintf("```console %s\n%s\n%s```", parts[2], command, transcript(t, parts[2], command))
	})
	require.Len(t, seen, len(machines))
	if *update {
		require.NoError(t, os.WriteFile(readmeFile, []byte(updated), 0o644))
		return
	}
	require.Equal(t, updated, text, "go test ./cmd/xrprobe -run README -update rewrites it")
}

// transcript runs a command line on one of the machines, and returns its standard output.
func transcript(t *testing.T, machine, line string) string {
	t.Helper()
	files, known := machines[machine]
	require.True(t, known, machine)
	args := strings.Fields(strings.TrimPrefix(line, "$ xrprobe"))
	if machine == "windows" {
		root := rootWith(t, files)
		args[slices.Index(args, "DIR")], args[slices.Index(args, "FILE.reg")] = root, filepath.Join(root, "machine.reg")
		files = nil
	}
	directory := ""
	if machine == "required" {
		directory = rootWith(t, map[string]string{"game.json": jsonBlock(t, "requirements")}) + string(filepath.Separator)
		args[slices.Index(args, "game.json")] = directory + "game.json"
	}
	if files != nil {
		args = append(args, "--root", rootWith(t, files), "--user", "nobody")
	}
	var stdout, stderr bytes.Buffer
	run(t.Context(), args, &stdout, &stderr)
	require.NotEmpty(t, stdout.String(), stderr.String())
	if directory != "" {
		return strings.ReplaceAll(stdout.String(), directory, "")
	}
	return stdout.String()
}

// jsonBlock returns the README's block of JSON with this word.
func jsonBlock(t *testing.T, word string) string {
	t.Helper()
	var texts []string
	for _, parts := range block().FindAllStringSubmatch(readme(t), -1) {
		if parts[1] == "json" && parts[2] == word {
			texts = append(texts, parts[3])
		}
	}
	require.Len(t, texts, 1, word)
	return texts[0]
}

func rootWith(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	}
	passwd := filepath.Join(root, "etc", "passwd")
	require.NoError(t, os.MkdirAll(filepath.Dir(passwd), 0o755))
	require.NoError(t, os.WriteFile(passwd, []byte("nobody:x:1:1:Nobody:/home/nobody:/bin/sh\n"), 0o644))
	return root
}

func TestREADME_FilesParse(t *testing.T) {
	t.Parallel()
	_, err := simulated.ParseSheet("README.md", []byte(jsonBlock(t, "sheet")))
	require.NoError(t, err)
	_, err = requirement.Parse("README.md", []byte(jsonBlock(t, "requirements")))
	require.NoError(t, err)
}

// The README, the help topic and the constants have the same exit codes.
func TestExitCodes_SameInCodeREADMEAndHelp(t *testing.T) {
	t.Parallel()
	codes := []exitCode{exitAnswered, exitNo, exitUsage, exitInconclusive, exitPartial, exitBug, exitInterrupted, exitTerminated}
	var want []string
	for _, code := range codes {
		want = append(want, strconv.Itoa(int(code)))
	}
	require.Equal(t, want, firstNumbers(readme(t), regexp.MustCompile(`(?m)^\| (\d+)(?:, (\d+))? \|`)))
	help, err := helpTexts.ReadFile("help/exit-codes.txt")
	require.NoError(t, err)
	require.Equal(t, want, firstNumbers(string(help), regexp.MustCompile(`(?m)^  (\d+)(?:, (\d+))?  `)))
}

func firstNumbers(text string, row *regexp.Regexp) []string {
	var numbers []string
	for _, match := range row.FindAllStringSubmatch(text, -1) {
		for _, number := range match[1:] {
			if number != "" {
				numbers = append(numbers, number)
			}
		}
	}
	return numbers
}

// Every command that the README and the help topics name exists.
func TestREADME_NamesOnlyCommandsThatExist(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	root := newRoot(&stdout, &stderr)
	texts := readme(t)
	for _, topic := range topics() {
		require.NotEmpty(t, topic.short, topic.name)
		require.NotEmpty(t, topicText(topic.name), topic.name)
		texts += topicText(topic.name)
	}
	files, err := helpTexts.ReadDir("help")
	require.NoError(t, err)
	require.Len(t, topics(), len(files)+1, "each file has a topic, and the search has none")
	named := regexp.MustCompile("[`\"]xrprobe ([a-z]+)").FindAllStringSubmatch(texts, -1)
	require.NotEmpty(t, named)
	for _, match := range named {
		command, _, err := root.Find(match[1:])
		require.NoError(t, err)
		require.True(t, command != root || match[1] == "help", match[1])
	}
}
