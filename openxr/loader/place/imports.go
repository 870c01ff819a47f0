// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// The variables with which Steam's container has the machine's OpenXR, if they are 1.
const (
	ImportRuntimes = "PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES"
	ImportLayers   = "PRESSURE_VESSEL_IMPORT_OPENXR_1_LAYERS"
)

// services are the sockets of Monado and WiVRn, or their directories, in the directory of the session. They are imported with the
// runtimes.
var services = []string{"monado_comp_ipc", "wivrn", "wivrn_comp_ipc"}

// imports shows what the variables import, at the paths that it has outside.
func (v *View) imports(more Grant) {
	asked := func(name string) bool { return more.Environment[name] == "1" || variable(v.Outside, name) == "1" }
	runtimes, layers := asked(ImportRuntimes), asked(ImportLayers)
	var bare []string
	if runtimes {
		bare = append(bare, v.importRuntime())
		v.note(ImportRuntimes, "the active runtime and the sockets of Monado and WiVRn", "June 2025")
	}
	if layers {
		bare = append(bare, v.importLayers()...)
		v.note(ImportLayers, "the API layers", "February 2026")
	}
	if !runtimes && !layers {
		v.Notes = append(v.Notes, "The view is that of a program whose launch options do not import OpenXR.")
	}
	bare = slices.DeleteFunc(bare, func(dir string) bool { return dir == "" })
	if len(bare) > 0 {
		v.setenv(map[string]string{"LD_LIBRARY_PATH": strings.Join(bare, ":")})
	}
}

func (v *View) note(name, what, since string) {
	v.Notes = append(v.Notes, fmt.Sprintf("%s=1 is set, so the view has %s, as far as they are there outside, and at their paths outside; inside, they are at others. One of Steam's runtimes from before %s does not import them.", name, what, since))
}

// importRuntime shows the active runtime, and returns the directory of its library if the manifest has a bare name.
func (v *View) importRuntime() (bare string) {
	if dir := v.runtimeDir(); dir != "" {
		for _, name := range services {
			v.share(path.Join(dir, name))
		}
	}
	resolution, err := v.Outside.Resolve(context.Background()) // it reads a few files
	if err != nil || resolution.Chosen == "" {
		return ""
	}
	manifest, err := v.Outside.ReadManifest(resolution.Chosen)
	if err != nil {
		return ""
	}
	return v.bring(resolution.Chosen, manifest)
}

// importLayers shows the API layers, and returns the directories of their libraries that have bare names.
func (v *View) importLayers() (bare []string) {
	found, _ := v.Outside.Layers(context.Background()) // what cannot be searched has no layers
	for _, layer := range found.All {
		if layer.Err == nil {
			bare = append(bare, v.bring(layer.Path, loader.Manifest{Library: layer.Library, Bare: layer.Bare}))
		}
	}
	return bare
}

// bring shows a manifest and its library, also where the place has files of its own.
func (v *View) bring(file string, manifest loader.Manifest) (bare string) {
	library := v.Outside.LocateLibrary(manifest)
	for _, shown := range []string{file, library} {
		if target := canonical(v.Outside, shown); target != "" {
			v.links(shown)
			v.Mounts = append(v.Mounts, loader.Mount{At: target, From: target})
		}
	}
	if manifest.Bare && library != "" {
		return v.real(path.Dir(library))
	}
	return ""
}
