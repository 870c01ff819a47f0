// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"context"
	"fmt"
	"path"
	"strings"
)

// Process is a process that has a runtime's library loaded.
type Process struct {
	PID int
	// Name is that of the program, and File its file, or "" if it is not known.
	Name, File string
}

// refuseInUse refuses a change while a program uses the runtime that is active for one of the architectures. A program that has it
// loaded would go on with it, and the next one would get another: that is refused, because a headset has one owner.
func (m Machine) refuseInUse(ctx context.Context, architectures []string) error {
	if m.files().Root != "" || !isThisSystem(m) {
		return nil // whose processes are not known
	}
	for _, arch := range architectures {
		library, dir := m.For(arch).activeLibrary(ctx)
		if library == "" {
			continue
		}
		for _, process := range usersOf(ctx, library) {
			if isPartOf(process, dir) {
				continue
			}
			return &RefusedError{Code: CodeInUse, Text: fmt.Sprintf("%s (process %d) has the active runtime loaded, %s", process.Name, process.PID, library),
				Fix: "End that program and repeat the command; with --force the runtime changes for programs that start from now on."}
		}
	}
	return nil
}

// activeLibrary is the library of the active runtime, without links, and the directory of its manifest.
func (m Machine) activeLibrary(ctx context.Context) (library, dir string) {
	resolved, err := m.Host.Resolve(ctx)
	if err != nil || resolved.Chosen == "" {
		return "", ""
	}
	manifest, err := m.Host.ReadManifest(resolved.Chosen)
	if err != nil {
		return "", ""
	}
	library = m.Host.LocateLibrary(manifest)
	if canonical := m.Host.FileAt(library).Canonical; canonical != "" {
		library = canonical
	}
	return library, path.Dir(manifest.Canonical)
}

// services are programs of runtimes that have the runtime's library loaded and are no OpenXR programs.
var services = []string{"monado-service", "wivrn-server", "vrserver", "vrcompositor", "vrmonitor", "vrdashboard", "vrwebhelper", "steamtours", "steam"}

// isPartOf reports whether a process belongs to the runtime itself: its program lies below the manifest's directory, or is known.
func isPartOf(p Process, dir string) bool {
	for _, service := range services {
		if strings.TrimSuffix(strings.ToLower(p.Name), ".exe") == service {
			return true
		}
	}
	file := strings.ReplaceAll(p.File, `\`, "/")
	dir = strings.ReplaceAll(dir, `\`, "/")
	return path.Base(dir) != "1" && dir != "" && strings.HasPrefix(strings.ToLower(file), strings.ToLower(dir)+"/")
}
