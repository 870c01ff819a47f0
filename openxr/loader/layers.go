// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/paths"
)

// Layer is an API layer's manifest where the loader's search finds it.
type Layer struct {
	LayerManifest
	// Path is the manifest's path, as the loader composes it.
	Path string
	// Implicit reports whether the layer is loaded without being named.
	Implicit bool
	// Source names the directory in plain words, such as "$XDG_DATA_HOME", or the key of Windows' registry.
	Source string
	// DisabledBy says which variable turns an implicit layer off, such as "DISABLE_X is set", or that Windows' registry turns a layer
	// off; "" if nothing does. The loader acts as if such a layer did not exist.
	DisabledBy string
	// Err says why the loader leaves the manifest out, or why it gives up; nil if the layer can be used. If Err.Result is not 0,
	// every program fails with that XrResult.
	Err *ManifestError
}

// Listed reports whether xrEnumerateApiLayerProperties names the layer.
func (l Layer) Listed() bool { return l.Err == nil && l.DisabledBy == "" }

// Layers is what the loader's search for API layers finds.
type Layers struct {
	// All are the manifests that the loader reads, in its order: the implicit ones, then the explicit ones. On Windows they include
	// those that the registry names in vain, each with the reason.
	All []Layer
	// Steps are the directories, and the keys of Windows' registry, that were searched, in order.
	Steps []Step
	// ImplicitResult and ExplicitResult are the XrResult with which the search for such layers ends every program: 0 or -2. If the
	// first is not 0, explicit layers were not searched for.
	ImplicitResult, ExplicitResult int32
	// Because says what ends every program; "" if nothing does.
	Because string
}

// Layers follows the loader's search for API layers (rules Y1 to Y14). The error is the context's, [ErrUnsupportedOS], or
// [ErrUnknownRegistry].
func (h Host) Layers(ctx context.Context) (Layers, error) {
	if goos := h.goos(); goos != "linux" && goos != "darwin" && goos != "windows" {
		return Layers{}, fmt.Errorf("the API layers of %s: %w", goos, ErrUnsupportedOS)
	}
	s := layerSearch{host: h.Remembering()}
	var err error
	if s.found.ImplicitResult, err = s.search(ctx, true); err != nil || s.found.ImplicitResult != 0 {
		return s.found, err
	}
	s.found.ExplicitResult, err = s.search(ctx, false)
	return s.found, err
}

// layerSearch is a search for layers.
type layerSearch struct {
	host  Host
	found Layers
}

// layerDir is a directory of the search, as the loader composes its path.
type layerDir struct{ path, what string }

// search reads the manifests of one kind. The result is that of the loader: -2 if it throws an exception.
func (s *layerSearch) search(ctx context.Context, implicit bool) (int32, error) {
	override := s.host.env("XR_API_LAYER_PATH").state == variableSet && !implicit
	if s.host.goos() == "windows" && !override {
		return s.searchRegistry(ctx, implicit)
	}
	for _, dir := range s.dirs(implicit) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		path := s.host.absolute(dir.path)
		step := Step{What: dir.what, Path: path}
		step.State, step.Note = s.host.look(path)
		s.found.Steps = append(s.found.Steps, step)
		switch step.State {
		case StateFound:
		case StateLoop, StateFailed:
			return s.throws(path + ": " + step.Note), nil
		default:
			continue
		}
		if result := s.directory(dir, implicit); result != 0 {
			return result, nil
		}
	}
	return 0, nil
}

func (s *layerSearch) throws(because string) int32 {
	s.found.Because = because
	return resultRuntimeFailure
}

// directory reads the manifests of one directory, in the order of the file system (rule Y2). That of Windows' NTFS is the order of the
// names, whose case does not count.
func (s *layerSearch) directory(dir layerDir, implicit bool) int32 {
	found, err := s.host.find(s.host.absolute(dir.path))
	if err != nil {
		return 0
	}
	if !found.Info.IsDir() {
		return s.throws(s.host.absolute(dir.path) + " is not a directory")
	}
	names, err := found.List(dir.path)
	if err != nil {
		return s.throws(err.Error())
	}
	if s.host.goos() == "windows" {
		slices.SortFunc(names, func(a, b string) int { return strings.Compare(strings.ToUpper(a), strings.ToUpper(b)) })
	}
	for _, name := range names {
		if !strings.HasSuffix(name, ".json") {
			continue
		}
		layer := Layer{Path: s.host.absolute(paths.Join(s.host.goos(), dir.path, name)), Implicit: implicit, Source: dir.what}
		if result := s.read(layer); result != 0 {
			return result
		}
	}
	return 0
}

// read reads a layer's manifest, and adds the layer.
func (s *layerSearch) read(layer Layer) int32 {
	layer.LayerManifest, layer.DisabledBy, layer.Err = s.host.readLayer(layer.Path, layer.Implicit)
	s.found.All = append(s.found.All, layer)
	if layer.Err != nil && layer.Err.Result != 0 {
		return s.throws(layer.Err.Error())
	}
	return 0
}

// dirs returns the directories of rules Y1 and Y3.
func (s *layerSearch) dirs(implicit bool) []layerDir {
	h := s.host
	relative := "openxr/1/api_layers/explicit.d"
	if implicit {
		relative = "openxr/1/api_layers/implicit.d"
	}
	if override := h.env("XR_API_LAYER_PATH"); !implicit && override.state == variableSet {
		return included(h.ListSeparator(), override.value, "", "an entry of $XR_API_LAYER_PATH")
	}
	config, data := h.env("XDG_CONFIG_DIRS"), h.env("XDG_DATA_DIRS")
	dirs := h.includedOr(config, fallbackConfigDirs, relative)
	for _, path := range h.sysConfDirs() {
		dirs = append(dirs, included(":", path, relative, "the loader's own directory")...)
	}
	dirs = append(dirs, h.includedOr(data, fallbackDataDirs, relative)...)
	if home := h.env("XDG_DATA_HOME"); home.state == variableSet {
		return append(dirs, included(":", home.value, relative, "$XDG_DATA_HOME")...)
	}
	if home := h.env("HOME"); home.state == variableSet {
		dirs = append(dirs, included(":", home.value, ".local/share/"+relative, "$HOME/.local/share")...)
	}
	return dirs
}

func (h Host) includedOr(v variable, fallback, relative string) []layerDir {
	if v.state != variableSet {
		return included(":", fallback, relative, "the default of $"+v.name)
	}
	return included(":", v.value, relative, "an entry of $"+v.name)
}

// sysConfDirs are the directories that were compiled into the loader. On macOS they are those of Linux.
func (h Host) sysConfDirs() []string {
	if h.SysConfDirs != nil {
		return h.SysConfDirs
	}
	return []string{"/usr/local/etc", "/etc"}
}

// ListSeparator is what stands between the entries of a variable that is a list of paths or names.
func (h Host) ListSeparator() string {
	if h.goos() == "windows" {
		return ";"
	}
	return ":"
}

// included divides a list of directories and appends a relative path to each, as the loader does (rule Y3b): an empty entry
// that another follows is the root directory, an empty last one is nothing, and a list of one character is dropped.
func included(separator, list, relative, what string) []layerDir {
	var dirs []layerDir
	add := func(entry string) {
		if !strings.HasSuffix(entry, "/") && !strings.HasSuffix(entry, `\`) {
			entry += "/"
		}
		dirs = append(dirs, layerDir{path: entry + relative, what: what})
	}
	entries := strings.Split(list, separator)
	last := len(entries) - 1
	for _, entry := range entries[:last] {
		add(entry)
	}
	if entries[last] != "" && len(list) > 1 {
		add(entries[last])
	}
	return dirs
}

// InspectLayer reads the header of a layer's library, as [Host.InspectLibrary] does for runtimes.
func (h Host) InspectLayer(m LayerManifest) Binary {
	negotiate := NegotiateLayerFunction
	if name, renamed := m.Functions[NegotiateLayerFunction]; renamed {
		negotiate = name
	}
	b := h.InspectLibrary(Manifest{Library: m.Library, Bare: m.Bare, Functions: map[string]string{NegotiateFunction: negotiate}})
	if b.Problem != nil {
		b.Problem.Text = strings.NewReplacer("is no OpenXR runtime", "is no API layer", "instead of a runtime", "instead of a layer").Replace(b.Problem.Text)
	}
	return b
}

// LayerVariables returns the variables that turn the implicit layers on and off, each once, in the layers' order. Programs read them
// also in secure execution (rule L8), and only whether they are set counts (rule Y5).
func (h Host) LayerVariables(l Layers) []Variable {
	var list []Variable
	add := func(name, purpose string) {
		if name == "" || slices.ContainsFunc(list, func(v Variable) bool { return v.Name == name }) {
			return
		}
		v := Variable{Name: name, State: VariableUnset, Purpose: purpose}
		if value, set := h.lookup()(name); set {
			v.Value, v.State = value, VariableSet
			if value == "" {
				v.State = VariableEmpty
			}
		}
		list = append(list, v)
	}
	for _, layer := range l.All {
		if layer.Implicit && layer.Err == nil {
			add(layer.DisableVariable, "turns the API layer "+layer.Name+" off, whatever it is set to")
			add(layer.EnableVariable, "turns the API layer "+layer.Name+" on, whatever it is set to")
		}
	}
	return list
}

// LayerName returns the name in a layer's manifest, wherever the file is, or "" if it cannot be read.
func (h Host) LayerName(path string) string {
	layer, _, _ := h.readLayer(path, false)
	return layer.Name
}

// LoaderExtensions returns the instance extensions that the loader itself adds (rule I5).
func (h Host) LoaderExtensions() []LayerExtension {
	if !h.follows(changeDebugUtils) {
		return []LayerExtension{{Name: "XR_EXT_debug_utils", Version: 4}}
	}
	return []LayerExtension{{Name: "XR_EXT_debug_utils", Version: 5}}
}

// ArchWord returns the host's architecture as manifests' names have it, or "" if the loader has no word for it.
func (h Host) ArchWord() string { return h.arch() }
