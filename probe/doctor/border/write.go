// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package border

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
)

// write is enough where the library can be shown at another place than the manifest says: then a manifest has to be written that names
// it there. It is never written through a link, and never over one that works.
func (d difference) write(context.Context) (string, bool) {
	library := d.out.host.FileAt(d.out.library).Canonical
	if library == "" || d.in.works() {
		return "", false
	}
	more, at := place.Grant{Filesystems: unique(append([]string{d.word(path.Dir(library)) + ":ro"}, d.socketFolders()...))}, library
	if system(library) {
		more, at = place.Grant{Filesystems: append([]string{"host-os:ro"}, d.socketFolders()...)}, "/run/host"+library
	}
	file, links, read := d.target()
	if !read {
		more.Environment = map[string]string{string(loader.ViaRuntimeJSON): file}
	}
	v, err := place.With(d.view.Outside, d.view.At, more)
	if err != nil || file == "" || v.FileAt(at).State != loader.StateFound {
		return "", false
	}
	text, err := naming(at)
	if err != nil {
		return "", false
	}
	words := []string{d.override(more)}
	if len(links) > 0 {
		words = append(words, "rm -f "+strings.Join(links, " "))
	}
	words = append(words, "mkdir -p "+shell.Word(path.Dir(file)), fmt.Sprintf("printf '%%s\\n' %s >%s", shell.Word(text), shell.Word(file)))
	return "Let the flatpak see the library, and write a manifest that names it there: " + strings.Join(words, " && "), true
}

// target returns the file of the flatpak's own that is to be written, the links that have to be removed before it, so that nothing
// is written where they lead, and whether programs of the flatpak read the file without a variable. It returns "" if there is none.
func (d difference) target() (file string, links []string, read bool) {
	outside, app := d.view.Outside, d.view.At.Name
	home, _ := outside.Getenv("HOME")
	own := path.Join(home, ".var/app", app)
	config, _ := d.in.host.Getenv("XDG_CONFIG_HOME")
	if config != path.Join(own, "config") || outside.FileAt(own).Target != "" || outside.FileAt(config).Target != "" {
		return "", nil, false
	}
	dir := path.Join(config, "openxr/1")
	if d.in.via == loader.ViaRuntimeJSON || d.covered(path.Dir(dir)) || d.covered(dir) {
		file = path.Join(config, "active_runtime.json")
		return file, d.linksOf(file), false
	}
	file = path.Join(dir, "active_runtime.json")
	if path.Dir(d.in.chosen) == dir {
		file = d.in.chosen // it comes first
	}
	return file, d.linksOf(path.Dir(dir), dir, file), true
}

// linksOf returns the first of several paths, each below the one before, that is a link outside; a shell reads it as written.
func (d difference) linksOf(paths ...string) []string {
	for _, file := range paths {
		if d.view.Outside.FileAt(file).Target != "" {
			return []string{shell.Word(file)}
		}
	}
	return nil
}

// covered reports whether programs of the flatpak see something else at a path of its own: what a permission shows them there.
func (d difference) covered(dir string) bool {
	for _, mount := range d.view.Mounts {
		if mount.At == dir {
			return true
		}
	}
	return false
}

// naming is the text of a manifest that names a library.
func naming(library string) (string, error) {
	var content strings.Builder
	encoder := json.NewEncoder(&content)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(map[string]any{"file_format_version": "1.0.0", "runtime": map[string]string{"library_path": library}})
	return strings.TrimSpace(content.String()), err
}
