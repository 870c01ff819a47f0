// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package needs

import (
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/object"
)

// linker is the dynamic linker of the host: where it looks for every library.
type linker struct {
	defaults []string
	// incomplete is set if the default directories are not known, as on NixOS.
	incomplete bool
	// unversioned is set if the linker ignores symbol versions, as musl does.
	unversioned bool
	// noC is set if the C library is in none of the defaults.
	noC bool
}

func linkerOf(host loader.Host, arch string) linker {
	dirs := host.ConfiguredLibraryDirs()
	if name, ok := object.Multiarch()[arch]; ok {
		dirs = append(dirs, "/lib/"+name, "/usr/lib/"+name)
	}
	dirs = append(dirs, "/lib64", "/usr/lib64", "/lib", "/usr/lib")
	if arch == "i686" {
		dirs = append(dirs, "/usr/lib32")
	}
	l := linker{defaults: unique(dirs)}
	l.noC = !slices.ContainsFunc(l.defaults, func(dir string) bool { return exists(host, dir+"/libc.so.6") })
	if !l.noC {
		return l
	}
	if musl := muslDirs(host); musl != nil {
		l.defaults, l.unversioned = musl, true
		return l
	}
	// The linkers of these systems look into their own package's directory, whose name no file tells.
	l.incomplete = exists(host, "/nix/store") || exists(host, "/gnu/store")
	return l
}

func exists(host loader.Host, path string) bool { return host.FileAt(path).State == loader.StateFound }

// muslDirs returns the directories of musl's linker, or nil if the host does not have it.
func muslDirs(host loader.Host) []string {
	names, _ := host.ReadDir("/lib")
	for _, name := range names {
		arch, ok := strings.CutPrefix(name, "ld-musl-")
		if !ok {
			continue
		}
		list, err := host.ReadFile("/etc/ld-musl-" + strings.TrimSuffix(arch, ".so.1") + ".path")
		if err == nil {
			return strings.FieldsFunc(string(list), func(r rune) bool { return r == ':' || r == '\n' })
		}
		return []string{"/lib", "/usr/local/lib", "/usr/lib"}
	}
	return nil
}

// ownLibraries are the parts of the GNU C library. Every program has them already, wherever they are.
var ownLibraries = []string{"libc.so.", "libm.so.", "libdl.so.", "libpthread.so.", "librt.so.", "ld-linux", "libmvec.so.", "libutil.so.", "libresolv.so."}

// brings reports whether every program has the library, although it is in none of the default directories.
func (l linker) brings(name string) bool {
	return (l.noC || l.unversioned) && slices.ContainsFunc(ownLibraries, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) ||
		l.unversioned && strings.HasPrefix(name, "libc.musl-")
}

// dirs returns the directories in which the linker looks for what a library needs. It reports false if they are not all
// known.
func (l linker) dirs(host loader.Host, n *node) ([]string, bool) {
	complete := !l.incomplete
	var dirs []string
	add := func(list, origin string) {
		for _, entry := range strings.Split(list, ":") {
			expanded, known := expand(entry, origin, n.Arch)
			complete = complete && known
			for _, dir := range expanded {
				dirs = append(dirs, host.Plain(host.Absolute(dir)))
			}
		}
	}
	for at := n; at != nil && n.RunPath == ""; at = at.needer {
		if at.RunPath == "" && at.RPath != "" {
			add(at.RPath, directory(at.path))
		}
	}
	if list, _ := host.Getenv("LD_LIBRARY_PATH"); list != "" {
		add(strings.ReplaceAll(list, ";", ":"), directory(n.path))
	}
	if n.RunPath != "" {
		add(n.RunPath, directory(n.path))
	}
	if !n.NoDefaults {
		dirs = append(dirs, l.defaults...)
	}
	return unique(dirs), complete
}

func directory(file string) string { return path.Dir(file) }

// expand replaces the variables of a run path. It reports false for a variable that it does not know.
func expand(entry, origin, arch string) ([]string, bool) {
	if entry == "" {
		return []string{"."}, true
	}
	entry = replaceVariable(entry, "ORIGIN", origin)
	entries := []string{entry}
	if replaceVariable(entry, "LIB", "") != entry {
		// Which of them it is was compiled into the linker.
		entries = nil
		for _, lib := range []string{"lib/" + object.Multiarch()[arch], "lib64", "lib"} {
			entries = append(entries, replaceVariable(entry, "LIB", lib))
		}
	}
	return entries, !slices.ContainsFunc(entries, func(dir string) bool { return strings.Contains(dir, "$") })
}

func replaceVariable(text, name, value string) string {
	text = strings.ReplaceAll(text, "${"+name+"}", value)
	return strings.ReplaceAll(text, "$"+name, value)
}

// unique removes what is in a list before.
func unique(list []string) []string {
	var out []string
	for _, item := range list {
		if !slices.Contains(out, item) {
			out = append(out, item)
		}
	}
	return out
}
