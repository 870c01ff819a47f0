// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package border

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
)

// fix returns what mends the difference, or "" if that is not known.
func (d difference) fix(ctx context.Context) string {
	if d.out.chosen == "" {
		return "Make a runtime active outside first; see what is installed there, with: xrprobe runtimes"
	}
	switch d.view.At.Kind {
	case place.Flatpak:
		return d.flatpak(ctx)
	case place.Steam:
		return d.steam()
	case place.Snap:
		return "Use a package of the program that is no snap: no setting of a snap is known that shows it the host's runtime."
	case place.Sudo:
		if d.out.via == loader.ViaRuntimeJSON {
			return "Run the OpenXR program without sudo, or let sudo keep the variable, with --preserve-env=XR_RUNTIME_JSON."
		}
		return "Run the OpenXR program without sudo."
	case place.Program:
		return d.machineWide()
	}
	return ""
}

// steam returns the launch options that import what is missing, or "" if they do so already.
func (d difference) steam() string {
	since, variables := "of June 2025 or newer", []string{place.ImportRuntimes}
	if len(d.missingLayers()) > 0 {
		since, variables = "of February 2026 or newer", append(variables, place.ImportLayers)
	}
	isSet := func(name string) bool { value, _ := d.in.host.Getenv(name); return value == "1" }
	if !slices.ContainsFunc(variables, func(name string) bool { return !isSet(name) }) {
		return ""
	}
	return fmt.Sprintf("Set the program's launch options in Steam, whose runtime has to be %s, to: %s %%command%%", since, strings.Join(variables, "=1 ")+"=1")
}

// machineWide returns the command that names the runtime where programs look that ignore variables.
func (d difference) machineWide() string {
	manifest := d.out.host.FileAt(d.out.chosen).Canonical
	switch {
	case manifest == "":
		return ""
	case d.in.chosen != "" && d.in.host.FileAt(d.in.chosen).State == loader.StateFound: // other users' programs may read it too
		return fmt.Sprintf("Change the machine's choice %s, which programs of other users may read too, only if all of them are to get this runtime.", d.in.chosen)
	}
	const dir = "/etc/xdg/openxr/1"
	return fmt.Sprintf("Name the runtime in the machine's configuration, which such programs read: sudo mkdir -p %s && sudo ln -sfn %s %s/active_runtime.json", dir, shell.Word(manifest), dir)
}

// flatpak returns the command that gives a flatpak what it lacks: the shortest that is known to be enough.
func (d difference) flatpak(ctx context.Context) string {
	for _, candidate := range []func(context.Context) (string, bool){d.share, d.point, d.write} {
		if fix, enough := candidate(ctx); enough {
			return fix
		}
	}
	return "Use a package of the program that is no flatpak: no permission is known that shows a flatpak this runtime."
}

// override returns the command for a grant.
func (d difference) override(more place.Grant) string {
	words := []string{"flatpak override --user"}
	for _, filesystem := range more.Filesystems {
		words = append(words, "--filesystem="+shell.Word(filesystem))
	}
	for name, value := range more.Environment {
		words = append(words, "--env="+shell.Word(name+"="+value))
	}
	return strings.Join(append(words, shell.Word(d.view.At.Name)), " ")
}

// enough reports whether programs of the flatpak would get the runtime of those outside.
func (d difference) enough(ctx context.Context, more place.Grant) bool {
	v, err := place.With(d.view.Outside, d.view.At, more)
	if err != nil {
		return false
	}
	after := difference{view: v, out: d.out, in: look(ctx, v.Host), sockets: d.sockets}
	return after.in.same(d.out) && after.hidden() == ""
}

// share is enough where manifest and library are in folders that a flatpak can be shown at the same place.
func (d difference) share(ctx context.Context) (string, bool) {
	more := place.Grant{Filesystems: unique(append(d.files(), d.socketFolders()...))}
	return "Let the flatpak see the runtime: " + d.override(more), len(more.Filesystems) > 0 && d.enough(ctx, more)
}

// point is enough where a manifest of the system names its library by a relative path.
func (d difference) point(ctx context.Context) (string, bool) {
	manifest := d.out.host.FileAt(d.out.chosen).Canonical
	more := place.Grant{Filesystems: append([]string{"host-os:ro"}, d.socketFolders()...), Environment: map[string]string{"XR_RUNTIME_JSON": "/run/host" + manifest}}
	return "Let the flatpak see the host's system, and name the manifest there: " + d.override(more), d.enough(ctx, more)
}

// files are the folders of the manifest, of what it leads to, and of the library, as flatpak override takes them.
func (d difference) files() []string {
	h := d.out.host
	var folders []string
	for _, file := range []string{d.out.chosen, h.FileAt(d.out.chosen).Canonical, d.out.library, h.FileAt(d.out.library).Canonical} {
		if file != "" && !system(file) {
			folders = append(folders, d.word(path.Dir(file))+":ro")
		}
	}
	return folders
}

// system reports whether a file is where a flatpak sees files of its own.
func system(file string) bool {
	return slices.ContainsFunc([]string{"/usr/", "/lib/", "/lib64/", "/lib32/", "/bin/", "/etc/"}, func(dir string) bool { return strings.HasPrefix(file, dir) })
}

// word writes a folder as flatpak override takes it. Of the configuration and of another flatpak it takes all that is of OpenXR, or of
// that flatpak, since names inside change with versions.
func (d difference) word(dir string) string {
	for _, xdg := range []struct{ word, variable, below string }{{"xdg-config", "XDG_CONFIG_HOME", ".config"}, {"xdg-data", "XDG_DATA_HOME", ".local/share"}} {
		base, _ := d.out.host.Getenv(xdg.variable)
		if base == "" {
			home, _ := d.out.host.Getenv("HOME")
			base = path.Join(home, xdg.below)
		}
		rest, inside := strings.CutPrefix(dir, base+"/")
		if inside && (strings.HasPrefix(rest, "openxr/") || rest == "openxr") {
			return xdg.word + "/openxr"
		}
		if before, app, found := strings.Cut(rest, "flatpak/app/"); inside && found && before == "" {
			app, _, _ = strings.Cut(app, "/")
			return xdg.word + "/flatpak/app/" + app
		}
	}
	if before, app, found := strings.Cut(dir, "/flatpak/app/"); found {
		app, _, _ = strings.Cut(app, "/")
		return before + "/flatpak/app/" + app
	}
	return dir
}

// socketFolders are the sockets of the runtime's service, or the folders that they have to themselves. They are named whether the service
// runs now or not.
func (d difference) socketFolders() []string {
	var words []string
	for _, name := range d.sockets(d.out.library) {
		if folder := path.Dir(name); folder != "." {
			name = folder
		}
		words = append(words, "xdg-run/"+name)
	}
	return words
}

// unique leaves out of a list what comes twice.
func unique(words []string) []string {
	var out []string
	for _, word := range words {
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}
