// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/shell"
)

// layersBelow is where API layers are below a directory of the search.
const layersBelow = "openxr/1/api_layers"

// isMisplaced explains a name whose manifest is in a directory beside those that are searched, such as explicit_layer.d, or below the
// user's configuration, where the loader looks for the active runtime and not for layers (rule Y1).
func (l *Layers) isMisplaced(name string) (because, fix string) {
	for _, dir := range l.unsearched() {
		files, _ := l.host.ReadDir(dir) // most are not there
		slices.Sort(files)
		for _, file := range files {
			full := path.Join(dir, file)
			if strings.HasSuffix(file, ".json") && l.host.LayerName(full) == name {
				return nobodyHas(name) + "; its manifest is " + full + ", where the loader looks for no explicit layer", l.move(full)
			}
		}
	}
	return "", ""
}

// unsearched returns directories in which manifests of explicit layers land, and which are not searched for them.
func (l *Layers) unsearched() []string {
	var places, searched, list []string
	for _, step := range l.found.Steps {
		searched = append(searched, path.Clean(step.Path))
		if beside := path.Dir(path.Clean(step.Path)); path.Base(beside) == path.Base(layersBelow) && !slices.Contains(places, beside) {
			places = append(places, beside)
		}
	}
	if config := l.configHome(); config != "" {
		places = append(places, path.Join(config, layersBelow))
	}
	for _, place := range places {
		names, _ := l.host.ReadDir(place) // most are not there
		slices.Sort(names)
		for _, name := range names {
			if dir := path.Join(place, name); name == "implicit.d" || !slices.Contains(searched, dir) {
				list = append(list, dir)
			}
		}
		list = append(list, place)
	}
	return list
}

func (l *Layers) configHome() string {
	if dir, _ := l.host.Getenv("XDG_CONFIG_HOME"); path.IsAbs(dir) {
		return path.Clean(dir)
	}
	if home := l.home(); home != "" {
		return path.Join(home, ".config")
	}
	return ""
}

func (l *Layers) home() string {
	home, _ := l.host.Getenv("HOME")
	if !path.IsAbs(home) {
		return ""
	}
	return path.Clean(home)
}

// move is the fix that brings a manifest to where the loader looks for explicit layers: beside it, or, from the user's configuration, to
// the user's data.
func (l *Layers) move(file string) string {
	base := path.Dir(file)
	for base != "/" && path.Base(base) != path.Base(layersBelow) {
		base = path.Dir(base)
	}
	if config := l.configHome(); config != "" && base == path.Join(config, layersBelow) {
		base = path.Join(l.dataHome(), layersBelow)
	}
	right := path.Join(base, "explicit.d", path.Base(file))
	as := l.by(right)
	return fmt.Sprintf("Move it to the directory that is searched: %[1]smkdir -p %[2]s && %[1]smv %[3]s %[4]s", as, shell.Word(path.Dir(right)), shell.Word(file), shell.Word(right))
}

// by precedes a command that changes a file: "sudo " unless the user owns it, as far as its path tells.
func (l *Layers) by(file string) string {
	if home := l.home(); home != "" && strings.HasPrefix(file, home+"/") {
		return ""
	}
	return "sudo "
}

// setAside is the fix of what ends the search for layers: a manifest that throws an exception, or a directory that cannot be read.
func (l *Layers) setAside() string {
	for _, layer := range l.found.All {
		if layer.Err == nil || layer.Err.Result == 0 || l.host.System() == "windows" {
			continue
		}
		return fmt.Sprintf("Repair the manifest, or move it aside: %smv %s %s", l.by(layer.Path), shell.Word(layer.Path), shell.Word(layer.Path+".off"))
	}
	return "Repair or remove what it names."
}

func (l *Layers) dataHome() string {
	if dir, _ := l.host.Getenv("XDG_DATA_HOME"); path.IsAbs(dir) {
		return path.Clean(dir)
	}
	return path.Join(l.home(), ".local/share")
}
