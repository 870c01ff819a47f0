// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/winkeys"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// The codes of layers that the registry names in vain (rule Y4).
const (
	// CodeLayerRegistryValue means that a value is no DWORD, or has too long a name, so that it hides those after it.
	CodeLayerRegistryValue = "layer_registry_value"
	// CodeLayerHidden means that a value before this one, in the same key, hides it.
	CodeLayerHidden = "layer_hidden"
	// CodeLayerNotManifest means that a value names no regular file that ends in ".json".
	CodeLayerNotManifest = "layer_not_manifest"
)

// searchRegistry reads the manifests that the registry names (rules Y4 and W5), those of the machine first. The error is
// [ErrUnknownRegistry] or the context's.
func (s *layerSearch) searchRegistry(ctx context.Context, implicit bool) (int32, error) {
	name := winkeys.ExplicitLayers
	if implicit {
		name = winkeys.ImplicitLayers
	}
	machine, view, err := s.host.machineKey(name)
	if err != nil {
		return 0, fmt.Errorf("the API layers of Windows: %w", err)
	}
	if result, err := s.key(ctx, machine, view, implicit); result != 0 || err != nil {
		return result, err
	}
	users := registry.CurrentUser + `\` + name
	if s.host.secure() {
		s.found.Steps = append(s.found.Steps, Step{What: users, State: StateIgnored, Note: "the loader does not read it because " + s.host.secureReason()})
		return 0, nil
	}
	return s.key(ctx, users, "the same for all programs", implicit)
}

// key reads the manifests that the values of one key name.
func (s *layerSearch) key(ctx context.Context, key, view string, implicit bool) (int32, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	step := Step{What: fmt.Sprintf("%s (%s)", key, view), State: StateFound}
	values, err := s.host.RegistrySource().Values(key)
	if err != nil {
		step.State, step.Note = StateMissing, "the registry has no such key, or it cannot be read"
	}
	s.found.Steps = append(s.found.Steps, step)
	for _, e := range winkeys.Entries(key, values) {
		if result := s.entry(key, e, implicit); result != 0 {
			return result, nil
		}
	}
	return 0, nil
}

// entry adds what a value names. A manifest that the loader does not read is read for its name.
func (s *layerSearch) entry(key string, e winkeys.Entry, implicit bool) int32 {
	if e.State == winkeys.On {
		return s.named(key, e.Name, implicit)
	}
	layer := Layer{Path: s.host.absolute(e.Name), Implicit: implicit, Source: key}
	layer.LayerManifest, _, _ = s.host.readLayer(layer.Path, implicit)
	switch e.State {
	case winkeys.Off:
		layer.DisabledBy = e.Text
	case winkeys.Hidden:
		layer.Err = &ManifestError{Path: layer.Path, Code: CodeLayerHidden, Text: e.Text, Fix: e.Fix}
	default:
		layer.Path = e.Name // it need not be a path
		layer.Err = &ManifestError{Path: e.Name, Code: CodeLayerRegistryValue, Text: e.Text, Fix: e.Fix}
	}
	s.found.All = append(s.found.All, layer)
	return 0
}

// named reads the manifests that a value's name lists, with semicolons between them. The loader passes over what is no file.
func (s *layerSearch) named(key, list string, implicit bool) int32 {
	for entry := range strings.SplitSeq(list, s.host.ListSeparator()) {
		layer := Layer{Path: s.host.absolute(entry), Implicit: implicit, Source: key}
		state, note := s.host.lookForManifest(layer.Path)
		switch {
		case entry == "":
		case state != StateFound:
			layer.Err = &ManifestError{Path: layer.Path, Code: CodeLayerNotManifest, Fix: "Install the layer again. If it is gone, " + strings.Replace(winkeys.Unregister(key, list), "Delete", "delete", 1),
				Text: fmt.Sprintf("%s names it, and %s.", key, cmp.Or(note, "it does not exist"))}
			s.found.All = append(s.found.All, layer)
		default:
			if result := s.read(layer); result != 0 {
				return result
			}
		}
	}
	return 0
}
