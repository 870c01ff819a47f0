// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// machine is a Windows whose registry is known.
type machine struct {
	*lint.Patient
	source registry.Source
}

// check makes a linter's check of one that reads the registry. Nothing is found where the registry is not known.
func check(look func(context.Context, machine) []report.Problem) func(context.Context, *lint.Patient) []report.Problem {
	return func(ctx context.Context, p *lint.Patient) []report.Problem {
		source := p.Host.RegistrySource()
		if p.GOOS() != "windows" || source == nil {
			return nil
		}
		return look(ctx, machine{p, source})
	}
}

// problem returns a problem of the machine.
func problem(id string, severity report.Severity, text, fix string) []report.Problem {
	return []report.Problem{lint.Problem(id, severity, "host", text, fix)}
}

// view is what programs of one width see of the registry (rule W3).
type view struct {
	// arch is the architecture of the programs, and bits their width.
	arch, bits string
	// key is the key of OpenXR below HKEY_LOCAL_MACHINE.
	key string
}

// The two views of a 64-bit Windows.
var (
	wide   = view{"x86_64", "64-bit", registry.LocalMachine + `\SOFTWARE\Khronos\OpenXR\1`}
	narrow = view{"i686", "32-bit", registry.LocalMachine + `\SOFTWARE\WOW6432Node\Khronos\OpenXR\1`}
)

// views returns the view of the host's programs and the other one; false if there is only one.
func (m machine) views() (own, other view, both bool) {
	own, other = wide, narrow
	if m.Host.ArchWord() == narrow.arch {
		own, other = narrow, wide
	}
	if m.Host.ArchWord() == "aarch64" {
		own.arch = "aarch64"
	}
	return own, other, m.Host.Has32BitView()
}

// seen is the host as the programs of a view see it, without XR_RUNTIME_JSON, which is for programs of every width.
func (m machine) seen(v view) loader.Host {
	h := place.Without(m.Host, "XR_RUNTIME_JSON")
	h.Arch = v.arch
	return h
}

// active is what the programs of a view get as the active runtime.
type active struct {
	// path is the manifest; "" if there is none.
	path     string
	manifest loader.Manifest
	// usable is set if the manifest can be read.
	usable bool
}

// activeIn returns the active runtime of a view. It reports false if that is not known.
func (m machine) activeIn(ctx context.Context, v view) (active, bool) {
	h := m.seen(v)
	found, err := h.Resolve(ctx)
	if err != nil {
		return active{}, false
	}
	if found.Chosen == "" {
		return active{}, true
	}
	manifest, err := h.ReadManifest(found.Chosen)
	return active{found.Chosen, manifest, err == nil}, true
}

// isFor reports whether a manifest's library is for the programs of a view.
func (m machine) isFor(v view, manifest loader.Manifest) bool {
	return m.Level != report.LevelManifest && m.seen(v).InspectLibrary(manifest).Problem == nil
}

// beside returns a manifest in a directory whose library is for the programs of a view, or "".
func (m machine) beside(v view, file string) string {
	dir := parent(file)
	names, _ := m.Host.ReadDir(dir) // what cannot be listed names nothing
	for _, name := range names {
		if !strings.HasSuffix(name, ".json") {
			continue
		}
		candidate := dir + `\` + name
		if manifest, err := m.Host.ReadManifest(candidate); err == nil && m.isFor(v, manifest) {
			return candidate
		}
	}
	return ""
}

// parent returns the directory of a path of Windows.
func parent(file string) string { return file[:max(strings.LastIndexAny(file, `\/`), 0)] }

// values returns the values of a key, none if it does not exist or cannot be read.
func (m machine) values(key string) []registry.Value {
	values, err := m.source.Values(key)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return values
}

// choose is the fix that makes a runtime the active one of a view: the command, if a manifest is known.
func choose(v view, manifest, words string) string {
	if manifest == "" {
		return words + ", in its software, which has to set it for programs of both widths."
	}
	return words + `, as administrator: reg add "` + v.key + `" /v ActiveRuntime /t REG_SZ /d "` + manifest + `" /f`
}

// called is a runtime in words.
func (a active) called() string {
	if a.manifest.Name == "" {
		return a.path
	}
	return a.manifest.Name + " (" + a.path + ")"
}

// base returns the name of a file.
func base(file string) string { return file[strings.LastIndexAny(file, `\/`)+1:] }
