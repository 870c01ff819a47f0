// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
)

// emittedProgram prints the table that it was compiled with.
const emittedProgram = `#include "classes.h"
#include "classes.h"
#include <stdio.h>

int main(void) {
  printf("%s\n", xrprobe_profile);
  for (unsigned i = 0; i < sizeof xrprobe_modes / sizeof xrprobe_modes[0]; i++) {
    printf("%s %d %d %s\n", xrprobe_modes[i].mode, xrprobe_modes[i].class_of == XRPROBE_USUALLY,
           xrprobe_modes[i].default_state == XRPROBE_PROMPT, xrprobe_modes[i].rule);
  }
  return 0;
}
`

// emittedName has characters that could break a string in C.
const emittedName = `a "build" ??/ \ 7é8`

// C and C++ compilers accept the header without a warning, and it holds the profile.
func TestEmit_HeaderCompilesAsCAndCPlusPlus(t *testing.T) {
	t.Parallel()
	profile := rootWith(t, map[string]string{"a.json": `{
  "schema": "xrprobe.profile/1", "name": "a \"build\" ??/ \\ 7é8", "product": "A browser", "version": "1", "os": "android", "form_factor": "phone",
  "webxr": true, "ar_module": true, "back_ends": ["cardboard", "arcore"], "headset_only": false,
  "strings": [{"user_agent": "A", "app_version": "5.0"}], "client_hints": {"form_factors": [], "brands": []}
}`})
	var header, stderr bytes.Buffer
	code := run(t.Context(), []string{"classify", "--profile", filepath.Join(profile, "a.json"), "--emit", "header"}, &header, &stderr)
	require.Equal(t, exitAnswered, code, stderr.String())
	for name, row := range map[string]struct {
		compiler func(testing.TB) string
		options  []string
	}{
		"C":   {compiled.Compiler, []string{"-std=c99", "-x", "c"}},
		"C++": {cppCompiler, []string{"-std=c++11", "-x", "c++"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compiler, directory := row.compiler(t), t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(directory, "classes.h"), header.Bytes(), 0o600))
			source, program := filepath.Join(directory, "program.txt"), filepath.Join(directory, "program")
			require.NoError(t, os.WriteFile(source, []byte(emittedProgram), 0o600))
			args := append(row.options, "-Wall", "-Wextra", "-Werror", "-pedantic", "-trigraphs", "-I"+directory, source, "-o", program)
			output, err := exec.Command(compiler, args...).CombinedOutput()
			require.NoError(t, err, "%s", output)
			output, err = exec.Command(program).Output()
			require.NoError(t, err)
			require.Equal(t, emittedName+"\ninline 1 0 inline_always\nimmersive-vr 1 0 cardboard_and_more\nimmersive-ar 0 1 cardboard_and_more\n", string(output))
		})
	}
}

func cppCompiler(t testing.TB) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CXX"), "c++", "g++", "clang++"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no C++ compiler: install g++ to compile the header as C++")
	return ""
}
