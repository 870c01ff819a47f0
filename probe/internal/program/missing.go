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
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
)

// missing explains a requested name that no layer has: the first explanation that fits counts.
func (l *Layers) missing(name string) stop {
	for _, explain := range []func(string) (because, fix string){l.isEmpty, l.isLeftOut, l.isRepeated, l.isTurnedOff, l.isSeveral, l.isOverridden, l.isMisplaced, l.isMisspelt} {
		if because, fix := explain(name); because != "" {
			return stop{result: layerNotPresent, because: because, fix: fix}
		}
	}
	return stop{result: layerNotPresent, because: nobodyHas(name), fix: "Install the layer, or ask for it no longer: " + l.without(name)}
}

func nobodyHas(name string) string {
	return fmt.Sprintf("%s names %q, and no explicit API layer has this name, so every OpenXR program fails", requested, name)
}

// isEmpty explains an empty name (rule Y15).
func (l *Layers) isEmpty(name string) (because, fix string) {
	if name != "" {
		return "", ""
	}
	return requested + " has a separator too many: the empty name between two of them is no API layer, so every OpenXR program fails", "Remove it: " + l.without("")
}

// isLeftOut explains the name of an explicit layer whose manifest the loader leaves out.
func (l *Layers) isLeftOut(name string) (because, fix string) {
	for _, layer := range l.found.All {
		if !layer.Implicit && layer.Name == name && layer.Err != nil {
			return fmt.Sprintf("%s names %q, whose manifest %s the loader leaves out, so every OpenXR program fails: %s", requested, name, layer.Path, strings.TrimSuffix(layer.Err.Text, ".")), layer.Err.Fix
		}
	}
	return "", ""
}

// isRepeated explains the name of a layer that is there: loaders before 1.0.30 look for each name beside the layers that no name took.
func (l *Layers) isRepeated(name string) (because, fix string) {
	at := slices.IndexFunc(l.found.All, func(layer loader.Layer) bool { return layer.Listed() && layer.Name == name })
	if at < 0 {
		return "", ""
	}
	if layer := l.found.All[at]; layer.Implicit {
		return fmt.Sprintf("%s names %q, an implicit API layer (%s) that is on without it, and loaders before 1.0.30 then fail every program if no explicit layer is left", requested, name, layer.Path), "Do not name it: " + l.without(name)
	}
	seen := false
	once := func(other string) string {
		if other == name && seen {
			return ""
		}
		seen = seen || other == name
		return other
	}
	return fmt.Sprintf("%s names %q more than once, and loaders before 1.0.30 then fail every program", requested, name), "Name it once: " + l.request(once)
}

// isTurnedOff explains the name of an implicit layer that a variable turns off.
func (l *Layers) isTurnedOff(name string) (because, fix string) {
	for _, layer := range l.found.All {
		if layer.Implicit && layer.Name == name && layer.DisabledBy != "" {
			return fmt.Sprintf("%s names %q, and the implicit API layer of this name (%s) is off, because %s, so every OpenXR program fails", requested, name, layer.Path, layer.DisabledBy), "Ask for it no longer: " + l.without(name)
		}
	}
	return "", ""
}

// isSeveral explains names with another separator between them.
func (l *Layers) isSeveral(name string) (because, fix string) {
	separator := l.host.ListSeparator()
	parts := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(";:, \t\n", r) })
	if !slices.ContainsFunc(parts, func(part string) bool { return part != name && l.isExplicit(part) }) {
		return "", ""
	}
	return fmt.Sprintf("%s holds %q, and names have %q between them here, so this is one name, which no explicit API layer has, and every OpenXR program fails", requested, name, separator),
		"Separate the names: " + l.request(func(other string) string {
			if other == name {
				return strings.Join(parts, separator)
			}
			return other
		})
}

func (l *Layers) isExplicit(name string) bool {
	return slices.ContainsFunc(l.found.All, func(layer loader.Layer) bool { return layer.Listed() && !layer.Implicit && layer.Name == name })
}

// isMisspelt explains a name that is near another one.
func (l *Layers) isMisspelt(name string) (because, fix string) {
	near := l.nearest(name)
	if near == "" {
		return "", ""
	}
	return nobodyHas(name) + "; the nearest is " + near, "Correct the name: " + l.request(func(other string) string {
		if other == name {
			return near
		}
		return other
	})
}

// without is the command that leaves out a name.
func (l *Layers) without(name string) string {
	return l.request(func(other string) string {
		if other == name {
			return ""
		}
		return other
	})
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

// isOverridden explains a name whose manifest XR_API_LAYER_PATH hides, or names in place of its directory.
func (l *Layers) isOverridden(name string) (because, fix string) {
	variables := l.host.Environment()
	at := slices.IndexFunc(variables, func(v loader.Variable) bool { return v.Name == layerPath && v.State == loader.VariableSet })
	if at < 0 {
		return "", ""
	}
	value := variables[at].Value
	for _, entry := range strings.Split(value, l.host.ListSeparator()) {
		if file := l.host.Absolute(entry); strings.HasSuffix(file, ".json") && l.host.LayerName(file) == name {
			return nobodyHas(name) + fmt.Sprintf("; %s names its manifest, %s, and the loader expects directories there", layerPath, file),
				"Name the directory: " + shell.Set(l.host.System(), layerPath, strings.Replace(value, entry, directory(l.host.System(), entry), 1))
		}
	}
	for _, layer := range l.withoutOverride() {
		if !layer.Implicit && layer.Name == name {
			return nobodyHas(name) + fmt.Sprintf("; its manifest is %s, and %s has the loader search other directories instead", layer.Path, layerPath), "Search the usual directories: " + shell.Unset(l.host.System(), layerPath)
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
