// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package use

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Variable is the variable that gives one process a runtime of its own (rule D1).
const Variable = "XR_RUNTIME_JSON"

// Start is a command that gets a runtime of its own.
type Start struct {
	// File is the program's file, and Args are its name and arguments.
	File string
	Args []string
	// Env is its environment.
	Env []string
}

// NewStart finds a program, and the build of the runtime that fits it. A script is taken to start programs of the host's
// architecture.
func NewStart(h loader.Host, c Chosen, command []string) (start Start, arch string, err error) {
	file, err := exec.LookPath(command[0])
	if err != nil {
		return Start{}, "", fmt.Errorf("%s cannot be started: %w", command[0], err)
	}
	arch = archOfProgram(h, file)
	if arch == "" {
		arch = h.ArchWord()
	}
	manifest, has := c.Manifests[arch]
	if !has {
		return Start{}, arch, fmt.Errorf("%s is a program for %s, and no build of %s for it is chosen: it has one for %s", file, arch, c.Name, strings.Join(slices.Sorted(maps.Keys(c.Manifests)), " and "))
	}
	start = Start{File: file, Args: command}
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); !strings.EqualFold(name, Variable) {
			start.Env = append(start.Env, variable)
		}
	}
	start.Env = append(start.Env, Variable+"="+h.Absolute(manifest))
	return start, arch, nil
}

// archOfProgram is the architecture of a program's file, or "" if its header does not tell. Programs and libraries have the same header.
func archOfProgram(h loader.Host, file string) string {
	return h.InspectLibrary(loader.Manifest{Library: h.Absolute(file)}).Arch
}
