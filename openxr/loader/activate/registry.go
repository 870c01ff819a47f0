// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/winkeys"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// view is a key of HKEY_LOCAL_MACHINE that names the active runtime (rules W1 and W3).
type view struct {
	key string
	// programs are those that read it.
	programs string
}

var (
	nativeView = view{key: loader.ActiveRuntimeKey, programs: "64-bit programs"}
	narrowView = view{key: winkeys.For32Bit(loader.ActiveRuntimeKey), programs: "32-bit programs"}
)

// path is the key and the value, as Windows writes them.
func (v view) path() string { return registry.LocalMachine + `\` + v.key + `\` + winkeys.ActiveRuntime }

// value is a value that is to name a manifest.
type value struct {
	view     view
	manifest string
}

// viewOf is the view that programs of an architecture read.
func (m Machine) viewOf(arch string) view {
	if arch == "i686" && m.Host.Has32BitView() {
		return narrowView
	}
	return nativeView
}

// planRegistry plans what both views have to hold.
func (p *Plan) planRegistry() error {
	source := p.machine.Host.RegistrySource()
	if source == nil {
		return loader.ErrUnknownRegistry
	}
	for _, arch := range p.architectures() {
		manifest := strings.ReplaceAll(p.machine.Host.Absolute(p.Choice.Manifests[arch]), "/", `\`)
		if !strings.HasSuffix(manifest, ".json") {
			return &RefusedError{Code: CodeUnusable, Text: manifest + " does not end in .json, and the loader takes no other name from the registry", Fix: "Rename the manifest."}
		}
		v := value{view: p.machine.viewOf(arch), manifest: manifest}
		before, err := activeIn(source, v.view)
		switch {
		case err != nil:
			return err
		case before.says(manifest) || slices.ContainsFunc(p.values, func(other value) bool { return other.view == v.view }):
			continue
		}
		p.values = append(p.values, v)
		p.Changes = append(p.Changes, Change{Path: v.view.path(), Before: before.String(), After: manifest, Programs: v.view.programs})
	}
	p.noteVariable()
	return p.noteOtherView(source)
}

// noteOtherView tells that programs of one view keep what they have, because the runtime has no build for them.
func (p *Plan) noteOtherView(source registry.Source) error {
	for arch, v := range map[string]view{"x86_64": nativeView, "i686": narrowView} {
		if _, has := p.Choice.Manifests[arch]; has || len(p.values) == 0 || p.machine.viewOf("i686") == nativeView || slices.Contains(p.architectures(), "aarch64") && v == nativeView {
			continue
		}
		now, err := activeIn(source, v)
		if err != nil {
			return err
		}
		if now.Present {
			p.Notes = append(p.Notes, fmt.Sprintf("%s has no build for %s, which keep what they have: %s.", p.Choice.Name, v.programs, now))
		}
	}
	return nil
}

// held is a value of the registry as it was.
type held struct {
	Present bool          `json:"present"`
	Kind    registry.Kind `json:"kind,omitzero"`
	Data    []byte        `json:"data,omitzero"`
}

// activeIn is the value of a view.
func activeIn(source registry.Source, v view) (held, error) {
	values, err := source.Values(registry.LocalMachine + `\` + v.key)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return held{}, err
	}
	for _, value := range values {
		if strings.EqualFold(value.Name, winkeys.ActiveRuntime) {
			return held{Present: true, Kind: value.Kind, Data: value.Data}, nil
		}
	}
	return held{}, nil
}

// naming is a value that names a manifest.
func naming(manifest string) held {
	return held{Present: true, Kind: registry.String, Data: registry.TextData(manifest)}
}

// says reports whether the value is the text of a manifest's path.
func (h held) says(manifest string) bool {
	return h.Kind == registry.String && strings.EqualFold(h.text(), manifest)
}

func (h held) equals(other held) bool {
	return h.Present == other.Present && h.Kind == other.Kind && string(h.Data) == string(other.Data)
}

func (h held) text() string { return registry.Value{Kind: h.Kind, Data: h.Data}.Text() }

// String says what the value is.
func (h held) String() string {
	switch {
	case !h.Present:
		return "absent"
	case h.Kind == registry.String || h.Kind == registry.ExpandString:
		return h.text()
	}
	return "a value of the type " + h.Kind.String()
}

// registryCommands are Windows' commands for the changes.
func (p Plan) registryCommands() []string {
	var commands []string
	for _, v := range p.values {
		commands = append(commands, fmt.Sprintf(`reg add "HKLM\%s" /v %s /d "%s" /f`, v.view.key, winkeys.ActiveRuntime, v.manifest))
	}
	return commands
}
