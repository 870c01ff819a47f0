// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/shell"
)

// missing explains a requested name that no layer has.
func (l *Layers) missing(name string) stop {
	s := stop{result: layerNotPresent, because: fmt.Sprintf("XR_ENABLE_API_LAYERS names %q, and no explicit API layer has this name, so every OpenXR program fails", name)}
	drop := func(other string) string {
		if other == name {
			return ""
		}
		return other
	}
	if name == "" {
		s.because = "XR_ENABLE_API_LAYERS has a separator too many: the empty name between two of them is no API layer, so every OpenXR program fails"
		s.fix = "Remove it: " + l.request(drop)
		return s
	}
	if file, why := l.leftOut(name); why != nil {
		s.because = fmt.Sprintf("XR_ENABLE_API_LAYERS names %q, whose manifest %s the loader leaves out, so every OpenXR program fails: %s", name, file, strings.TrimSuffix(why.Text, "."))
		s.fix = why.Fix
		return s
	}
	if off := l.turnedOff(name); off != nil {
		s.because = fmt.Sprintf("XR_ENABLE_API_LAYERS names %q, and the implicit API layer of this name (%s) is off, because %s, so every OpenXR program fails", name, off.Path, off.DisabledBy)
		s.fix = "Ask for it no longer: " + l.request(drop)
		return s
	}
	if where, fix := l.overridden(name); where != "" {
		s.because += "; " + where
		s.fix = fix
		return s
	}
	if file := l.misplaced(name); file != "" {
		right := path.Join(path.Dir(path.Dir(file)), "explicit.d", path.Base(file))
		s.because += "; its manifest is " + file + ", where no loader looks"
		s.fix = fmt.Sprintf("Move it to the directory that is searched: sudo mkdir -p %s && sudo mv %s %s", shell.Word(path.Dir(right)), shell.Word(file), shell.Word(right))
		return s
	}
	if near := l.nearest(name); near != "" {
		s.because += "; the nearest is " + near
		s.fix = "Correct the name: " + l.request(func(other string) string {
			if other == name {
				return near
			}
			return other
		})
		return s
	}
	s.fix = "Install the layer, or ask for it no longer: " + l.request(drop)
	return s
}

// request is the command that sets XR_ENABLE_API_LAYERS to other names; "" leaves one out.
func (l *Layers) request(change func(string) string) string {
	var names []string
	for _, name := range l.host.RequestedLayers() {
		if name = change(name); name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return shell.Unset(l.host.System(), requested)
	}
	return shell.Set(l.host.System(), requested, strings.Join(names, l.host.ListSeparator()))
}

// leftOut returns the manifest of an explicit layer that has the name, and why the loader leaves it out; nil if there is none.
func (l *Layers) leftOut(name string) (file string, why *loader.ManifestError) {
	for _, layer := range l.found.All {
		if !layer.Implicit && layer.Name == name && layer.Err != nil {
			return layer.Path, layer.Err
		}
	}
	return "", nil
}

// turnedOff returns the implicit layer of a name that a variable turns off, or nil.
func (l *Layers) turnedOff(name string) *loader.Layer {
	for i, layer := range l.found.All {
		if layer.Implicit && layer.Name == name && layer.DisabledBy != "" {
			return &l.found.All[i]
		}
	}
	return nil
}

// overridden says where a name's manifest is that XR_API_LAYER_PATH hides or names wrongly, and what mends that; "" if there is none.
func (l *Layers) overridden(name string) (where, fix string) {
	variables := l.host.Environment()
	at := slices.IndexFunc(variables, func(v loader.Variable) bool { return v.Name == layerPath && v.State == loader.VariableSet })
	if at < 0 {
		return "", ""
	}
	value := variables[at].Value
	for _, entry := range strings.Split(value, l.host.ListSeparator()) {
		if file := l.host.Absolute(entry); strings.HasSuffix(file, ".json") && l.host.LayerName(file) == name {
			return fmt.Sprintf("%s names its manifest, %s, and the loader expects directories there", layerPath, file),
				"Name the directory: " + shell.Set(l.host.System(), layerPath, strings.Replace(value, entry, directory(l.host.System(), entry), 1))
		}
	}
	for _, layer := range l.withoutOverride() {
		if !layer.Implicit && layer.Name == name {
			return fmt.Sprintf("its manifest is %s, and %s has the loader search other directories instead", layer.Path, layerPath), "Search the usual directories: " + shell.Unset(l.host.System(), layerPath)
		}
	}
	return "", ""
}

// directory returns the directory of a file, as the user wrote it.
func directory(goos, file string) string {
	if goos == "windows" {
		return file[:max(strings.LastIndexAny(file, `\/`), 0)]
	}
	return path.Dir(file)
}

// requested is the variable that names explicit layers (rule Y15), and layerPath the one that replaces where they are searched (rule Y3).
const (
	requested = "XR_ENABLE_API_LAYERS"
	layerPath = "XR_API_LAYER_PATH"
)

// withoutOverride returns the layers that the loader finds without the variable.
func (l *Layers) withoutOverride() []loader.Layer {
	usual := l.host
	usual.LookupEnv = func(name string) (string, bool) {
		if name == layerPath {
			return "", false
		}
		return l.host.Getenv(name)
	}
	found, err := usual.Layers(context.Background())
	if err != nil {
		return nil
	}
	return found.All
}

// nearest returns the name of an explicit layer that differs in a prefix, or in few characters, whatever their case; or "".
func (l *Layers) nearest(name string) string {
	meant := strings.ToLower(strings.TrimSpace(name))
	near, least := "", max(2, len(meant)/6)+1
	for _, layer := range l.found.All {
		other := strings.ToLower(layer.Name)
		switch distance := levenshtein.ComputeDistance(meant, other); {
		case !layer.Listed() || layer.Implicit:
		case strings.HasSuffix(other, "_"+meant):
			return layer.Name
		case distance < least && distance < len(meant):
			near, least = layer.Name, distance
		}
	}
	return near
}

// misplaced returns a manifest of this name in a directory beside those that are searched, such as explicit_layer.d.
func (l *Layers) misplaced(name string) string {
	for _, step := range l.found.Steps {
		beside := path.Dir(step.Path)
		if path.Base(beside) != "api_layers" {
			continue
		}
		dirs, _ := l.host.ReadDir(beside)
		for _, dir := range dirs {
			if dir == "explicit.d" || dir == "implicit.d" {
				continue
			}
			files, _ := l.host.ReadDir(path.Join(beside, dir))
			for _, file := range files {
				if full := path.Join(beside, dir, file); strings.HasSuffix(file, ".json") && l.host.LayerName(full) == name {
					return full
				}
			}
		}
	}
	return ""
}
