// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/activate/internal/swap"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
)

// plainFile is the name that every Khronos loader reads.
const plainFile = "active_runtime.json"

// fileOf is the name that only programs of an architecture read, with a loader from 1.0.29 on.
func fileOf(arch string) string { return "active_runtime." + arch + ".json" }

// companions are the architectures whose programs run on the same machines.
var companions = map[string]string{"x86_64": "i686", "i686": "x86_64", "aarch64": "armv7a-vfp", "armv7a-vfp": "aarch64"}

// userDir is the user's own directory openxr/1, as programs see it (rule L2).
func (m Machine) userDir() (string, error) {
	base, below := "XDG_CONFIG_HOME", ""
	dir, _ := m.Host.Getenv(base)
	if dir == "" {
		base, below = "HOME", ".config"
		dir, _ = m.Host.Getenv(base)
	}
	switch {
	case dir == "":
		return "", &RefusedError{Code: CodeNoPlace, Text: "neither XDG_CONFIG_HOME nor HOME is set, so the user has no configuration", Fix: "Set HOME to the user's home directory."}
	case !path.IsAbs(dir):
		return "", &RefusedError{Code: CodeNoPlace, Text: fmt.Sprintf("%s is %s, which depends on the working directory of each program", base, dir), Fix: "Set " + base + " to an absolute path."}
	}
	if base == "HOME" && m.files().FileAt(dir).State != loader.StateFound {
		return "", &RefusedError{Code: CodeNoPlace, Text: fmt.Sprintf("HOME is %s, which does not exist", dir), Fix: "Set HOME to the user's home directory."}
	}
	return path.Join(dir, below, "openxr/1"), nil
}

// planFiles plans what the user's directory has to hold.
func (p *Plan) planFiles(ctx context.Context) error {
	dir, err := p.machine.userDir()
	if err != nil {
		return err
	}
	p.dir, p.wanted, p.Changes, p.Notes = dir, map[string]swap.Entry{}, nil, nil
	if err := p.machine.refuseSudo(); err != nil && !p.forced {
		return err
	}
	for i, arch := range p.architectures() {
		manifest := p.machine.Host.Absolute(p.Choice.Manifests[arch])
		if i == 0 && p.isForAll(arch) {
			p.want(plainFile, manifest)
			if p.machine.reads(path.Join(dir, fileOf(arch))) {
				p.want(fileOf(arch), manifest)
			}
			continue
		}
		p.want(fileOf(arch), manifest)
		p.noteOldLoader(arch)
	}
	if err := p.keepOthers(ctx); err != nil {
		return err
	}
	if err := p.refuseItself(); err != nil {
		return err
	}
	if err := p.refuseOther(); err != nil {
		return err
	}
	p.listChanges()
	p.noteVariable()
	return nil
}

// isForAll reports whether the build for an architecture is the one for programs whose architecture is not told: that of the host.
func (p *Plan) isForAll(arch string) bool {
	own := p.machine.Host.ArchWord()
	return own == "" || arch == own
}

// want plans a link, unless the entry leads to the manifest already.
func (p *Plan) want(name, manifest string) {
	files := p.machine.files()
	file := path.Join(p.dir, name)
	now := files.FileAt(file)
	if file == manifest || now.State == loader.StateFound && now.Target != "" && now.Canonical == files.FileAt(manifest).Canonical {
		return
	}
	p.wanted[name] = swap.LinkTo(manifest)
}

// reads reports whether the loader's search ends at a path.
func (m Machine) reads(file string) bool {
	switch m.files().FileAt(file).State {
	case loader.StateMissing, loader.StateDangling:
		return false
	}
	return true
}

// keepOthers keeps the choice of programs of the other architecture, if the runtime has no build for them and the plain file would
// take a choice away that they can use.
func (p *Plan) keepOthers(ctx context.Context) error {
	other := companions[p.machine.Host.ArchWord()]
	_, changed := p.wanted[plainFile]
	if _, has := p.Choice.Manifests[other]; has || other == "" || !changed {
		return nil
	}
	theirs := p.machine.For(other)
	theirs.Host = place.Without(theirs.Host, "XR_RUNTIME_JSON")
	theirs.Host.Loader = loader.Newest
	resolved, err := theirs.Host.Resolve(ctx)
	if err != nil || resolved.Chosen == "" || !theirs.canUse(resolved.Chosen) {
		return err
	}
	own := path.Join(p.dir, fileOf(other))
	p.Notes = append(p.Notes, fmt.Sprintf("%s has no build for %s, so programs for %s keep the runtime that they have, by %s.", p.Choice.Name, other, other, own))
	switch resolved.Chosen {
	case own:
		return nil
	case path.Join(p.dir, plainFile):
		p.wanted[fileOf(other)], err = p.copyOf(plainFile)
		return err
	}
	p.wanted[fileOf(other)] = swap.LinkTo(resolved.Chosen)
	return nil
}

// canUse reports whether nothing is known that keeps programs from loading the library of a manifest.
func (m Machine) canUse(manifest string) bool {
	read, err := m.Host.ReadManifest(manifest)
	if err != nil {
		return false
	}
	binary := m.Host.InspectLibrary(read)
	return binary.Problem == nil && binary.ArchMatches != loader.No
}

// copyOf is an entry that says the same as another one in the directory.
func (p *Plan) copyOf(name string) (swap.Entry, error) {
	files := p.machine.files()
	file := path.Join(p.dir, name)
	if target := files.FileAt(file).Target; target != "" {
		return swap.LinkTo(target), nil
	}
	content, err := files.ReadFile(file)
	return swap.FileWith(content), err
}

// refuseItself refuses to replace the file that is the runtime's only manifest.
func (p *Plan) refuseItself() error {
	for _, arch := range p.architectures() {
		manifest := p.machine.Host.Absolute(p.Choice.Manifests[arch])
		if strings.Contains(manifest, "/.xrprobe") {
			return &RefusedError{Code: CodeItself, Text: manifest + " is a file of xrprobe itself, which goes with the next change", Fix: "Name the runtime's own manifest."}
		}
		if entry, replaced := p.wanted[path.Base(manifest)]; path.Dir(manifest) == p.dir && replaced && entry.Target != manifest {
			return &RefusedError{Code: CodeItself, Text: fmt.Sprintf("%s is the runtime's only known manifest, and the change would replace it", manifest),
				Fix: fmt.Sprintf("Copy it first, and name the copy: cp %s %s", word(manifest), word(path.Join(p.dir, "openxr_"+strings.TrimPrefix(path.Base(manifest), "active_"))))}
		}
	}
	return nil
}

// refuseOther refuses to replace what is neither a file nor a link.
func (p *Plan) refuseOther() error {
	for _, name := range sorted(p.wanted) {
		file := path.Join(p.dir, name)
		if info := p.machine.files().FileAt(file); info.State == loader.StateFound && info.Target == "" && !info.Mode.IsRegular() {
			return refusedOther(file)
		}
	}
	return nil
}

func refusedOther(file string) error {
	return &RefusedError{Code: CodeNoPlace, Text: file + " is neither a file nor a link, and is not replaced",
		Fix: fmt.Sprintf("Move it away, and repeat the command: mv %s %s", word(file), word(file+".off"))}
}

// refuseSudo refuses to write root's configuration for a user who called sudo.
func (m Machine) refuseSudo() error {
	if m.Host.Place != "" || place.Inside(m.Host).Kind != place.Sudo {
		return nil
	}
	caller, _ := m.Host.Getenv("SUDO_USER")
	return &RefusedError{Code: CodeSudo, Text: fmt.Sprintf("through sudo, the change would be root's and not that of %s", caller), Fix: "Repeat the command without sudo."}
}

// listChanges says what the plan changes.
func (p *Plan) listChanges() {
	for _, name := range sorted(p.wanted) {
		file := path.Join(p.dir, name)
		p.Changes = append(p.Changes, Change{Path: file, Before: describe(p.machine.files(), file), After: p.wanted[name].String(), Programs: readers(name)})
	}
}

// readers are the programs that read a file.
func readers(name string) string {
	arch := strings.TrimSuffix(strings.TrimPrefix(name, "active_runtime."), ".json")
	if name == plainFile {
		return "programs for any architecture"
	}
	return "programs for " + arch
}

// describe says what is at a path.
func describe(files loader.Host, file string) string {
	info := files.FileAt(file)
	switch {
	case info.Target != "":
		return swap.LinkTo(info.Target).String()
	case info.State == loader.StateMissing:
		return swap.Entry{Kind: swap.Absent}.String()
	}
	return swap.Entry{Kind: swap.File}.String()
}

// noteOldLoader tells that some programs do not read a file for one architecture.
func (p *Plan) noteOldLoader(arch string) {
	if own := p.machine.Host.ArchWord(); own == arch || p.machine.Host.ReadsArchitectureFiles() {
		return
	}
	p.Notes = append(p.Notes, fmt.Sprintf("The loader here is of version %s, which does not read %s: programs for %s get it only with a loader from 1.0.29 on.", p.machine.Host.Loader, fileOf(arch), arch))
}

// noteVariable tells that a variable decides before any file.
func (p *Plan) noteVariable() {
	if value, _ := p.machine.Host.Getenv("XR_RUNTIME_JSON"); value != "" {
		p.Notes = append(p.Notes, fmt.Sprintf("XR_RUNTIME_JSON names %s here and decides before any file, so programs started from here get that: unset XR_RUNTIME_JSON", value))
	}
}
