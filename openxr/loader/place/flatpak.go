// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// deployment is an installed version of a flatpak or of a flatpak's runtime.
type deployment struct {
	files    string
	metadata keyFile
	// system is set if it is installed for all users.
	system bool
}

// sandbox is a flatpak on its way to a view.
type sandbox struct {
	view *View
	app  string
	home string
	// config, data and cache are the user's directories outside.
	config, data, cache string
	installations       []string
	installed, runtime  deployment
	// filesystems are what the application may see: the words of --filesystem, and whether they allow.
	filesystems map[string]bool
	environment map[string]string
}

// flatpak makes the view of a flatpak's programs.
func (v *View) flatpak(more Grant) error {
	home, err := v.home()
	if err != nil {
		return err
	}
	s := sandbox{view: v, app: v.At.Name, home: home, filesystems: map[string]bool{}, environment: map[string]string{}}
	s.config, s.data, s.cache = v.userDir("XDG_CONFIG_HOME", ".config"), v.userDir("XDG_DATA_HOME", ".local/share"), v.userDir("XDG_CACHE_HOME", ".cache")
	s.installations = []string{orElse(variable(v.Outside, "FLATPAK_USER_DIR"), path.Join(s.data, "flatpak")), orElse(variable(v.Outside, "FLATPAK_SYSTEM_DIR"), "/var/lib/flatpak")}
	if err := s.find(); err != nil {
		return err
	}
	s.permissions(more)
	v.Mounts = []loader.Mount{}
	s.mount()
	v.setenv(s.variables())
	if v.Arch == "" {
		v.Arch = loaderArch[s.arch()]
	}
	v.Notes = append(v.Notes, "A flatpak's environment is taken to be that of this process, with the changes that flatpak and the application's metadata make; extensions of the flatpak and of its runtime are not looked into.")
	return nil
}

// userDir returns one of the user's directories outside the place.
func (v *View) userDir(name, below string) string {
	if dir := variable(v.Outside, name); path.IsAbs(dir) {
		return path.Clean(dir)
	}
	return path.Join(variable(v.Outside, "HOME"), below)
}

func orElse(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}

// loaderArch maps flatpak's words for architectures to those of the Khronos loader.
var loaderArch = map[string]string{"x86_64": "x86_64", "i386": "i686", "aarch64": "aarch64", "arm": "armv7a-vfp"}

// arch returns flatpak's word for the application's architecture: the runtime's is the same.
func (s *sandbox) arch() string {
	_, rest, _ := strings.Cut(s.installed.metadata.value("Application", "runtime"), "/")
	arch, _, _ := strings.Cut(rest, "/")
	return arch
}

// find finds the current version of the application, and its runtime. The user's own installation comes first. Another root may hold
// only a part of a machine, so what is not there does not end the search.
func (s *sandbox) find() error {
	var found bool
	if s.installed, found = s.deployed(path.Join("app", s.app, "current/active")); !found {
		where := strings.Join(s.installations, " or ")
		if s.view.Outside.Root == "" && !exists(s.view.Outside, path.Join(s.home, ".var/app", s.app)) {
			return fmt.Errorf("the flatpak %s is not installed in %s: see which are, with: flatpak list", s.app, where)
		}
		s.installed.system = true
		s.view.Notes = append(s.view.Notes, fmt.Sprintf("The flatpak %s is not installed in %s. Its programs are taken to have no permissions but those of overrides, and /usr, /etc and /app to be empty.", s.app, where))
		return nil
	}
	ref := s.installed.metadata.value("Application", "runtime")
	if strings.Count(ref, "/") != 2 || strings.Contains(ref, "..") {
		return fmt.Errorf("the metadata of the flatpak %s name no runtime, or cannot be read: repair it with: flatpak repair", s.app)
	}
	if s.runtime, found = s.deployed(path.Join("runtime", ref, "active")); !found {
		s.view.Notes = append(s.view.Notes, fmt.Sprintf("The flatpak's runtime %s is not installed, without which its programs do not start; /usr and /etc are taken to be empty.", ref))
	}
	return nil
}

// deployed looks for a deployment in the installations.
func (s *sandbox) deployed(below string) (deployment, bool) {
	for i, installation := range s.installations {
		dir := path.Join(installation, below)
		data, err := s.view.Outside.ReadFile(path.Join(dir, "metadata"))
		if err == nil {
			return deployment{files: path.Join(dir, "files"), metadata: parseKeyFile(string(data)), system: i > 0}, true
		}
	}
	return deployment{}, false
}

// permissions joins what the application's metadata and the overrides say. A later file comes before an earlier one.
func (s *sandbox) permissions(more Grant) {
	files := []keyFile{s.installed.metadata}
	for i, installation := range slices.Backward(s.installations) {
		if i > 0 && !s.installed.system {
			continue // the overrides of all users are for what is installed for all of them
		}
		for _, name := range []string{"global", s.app} {
			data, _ := s.view.Outside.ReadFile(path.Join(installation, "overrides", name)) // most have none
			files = append(files, parseKeyFile(string(data)))
		}
	}
	s.addEnvironment(s.runtime.metadata)
	for _, file := range files {
		s.addFilesystems(file.list("Context", "filesystems"))
		s.addEnvironment(file)
	}
	s.addFilesystems(more.Filesystems)
}

func (s *sandbox) addEnvironment(file keyFile) {
	for _, e := range file {
		if e.group == "Environment" {
			s.environment[e.key] = e.value
		}
	}
	for _, name := range file.list("Context", "unset-environment") {
		s.environment[name] = ""
	}
}

func (s *sandbox) addFilesystems(words []string) {
	if slices.Contains(words, "!host:reset") {
		clear(s.filesystems)
	}
	for _, word := range words {
		word, negated := strings.CutPrefix(word, "!")
		for _, mode := range []string{":ro", ":rw", ":create", ":reset"} {
			word = strings.TrimSuffix(word, mode)
		}
		if rest, ok := strings.CutPrefix(word, "home/"); ok {
			word = "~/" + rest
		}
		if word == "~" {
			word = "home"
		}
		if !strings.Contains(word+"/", "/../") {
			s.filesystems[strings.TrimRight(word, "/")] = !negated
		}
	}
}

// mount shows what the application sees: what is its own, and then what it may see of the host.
func (s *sandbox) mount() {
	v := s.view
	own := path.Join(s.home, ".var/app", s.app)
	v.usr(s.runtime.files)
	if !v.show("/app", s.installed.files) {
		v.Mounts = append(v.Mounts, loader.Mount{At: "/app"})
	}
	v.Mounts = append(v.Mounts, loader.Mount{At: "/run/host"}, loader.Mount{At: "/tmp"}, loader.Mount{At: "/var/run", Link: "../run"})
	v.hide(path.Join(s.home, ".var/app"))
	v.hide(s.installations[0])
	for dir, at := range map[string]string{"cache": "/var/cache", "data": "/var/data", "config": "/var/config"} {
		v.show(at, path.Join(own, dir))
	}
	if exists(v.Outside, own) {
		v.share(own)
	}
	for _, word := range slices.Sorted(maps.Keys(s.filesystems)) {
		s.filesystem(word, own)
	}
	v.ensure(s.home)
	if dir := v.runtimeDir(); dir != "" {
		v.ensure(dir)
	}
}

// filesystem shows or hides what a word of --filesystem means.
func (s *sandbox) filesystem(word, own string) {
	v, allowed := s.view, s.filesystems[word]
	switch {
	case !allowed:
		if dir, _ := s.directory(word); dir != "" && word != "host" && word != "home" {
			v.hide(dir)
		}
		return
	case word == "host":
		s.host()
		return
	case word == "host-os":
		v.hostOS()
		return
	case word == "host-etc":
		v.show("/run/host/etc", "/etc")
		return
	case word == "host-root":
		v.show("/run/host/root", "/")
		return
	}
	dir, inOwn := s.directory(word)
	if dir == "" || dir == s.home && word != "home" {
		return
	}
	v.share(dir)
	if inOwn != "" {
		// What is shared of these directories also appears in the application's own, where its programs look for it.
		v.show(path.Join(v.real(own), inOwn), dir)
	}
}

// host shows the directories of the root that have no meaning of their own.
func (s *sandbox) host() {
	names, _ := s.view.Outside.ReadDir("/") // a root that cannot be listed shows nothing
	for _, name := range names {
		if !slices.Contains([]string{"app", "bin", "boot", "dev", "efi", "etc", "lib", "lib32", "lib64", "proc", "root", "run", "sbin", "sys", "tmp", "usr", "var"}, name) {
			s.view.share("/" + name)
		}
	}
	s.view.share("/run/media")
	s.view.hostOS()
	s.view.show("/run/host/etc", "/etc")
}

// directory returns the directory outside that a word means, or "", and where it also appears in the application's own.
func (s *sandbox) directory(word string) (dir, inOwn string) {
	first, rest, more := strings.Cut(word, "/")
	for _, xdg := range []struct{ word, dir, own string }{{"xdg-config", s.config, "config"}, {"xdg-data", s.data, "data"}, {"xdg-cache", s.cache, "cache"}} {
		if first == xdg.word && more {
			return path.Join(xdg.dir, rest), path.Join(xdg.own, rest)
		}
		if first == xdg.word {
			return xdg.dir, ""
		}
	}
	switch {
	case word == "home":
		return s.home, ""
	case first == "~" && more:
		return path.Join(s.home, rest), ""
	case first == "xdg-run" && more:
		return path.Join(canonical(s.view.Outside, variable(s.view.Outside, "XDG_RUNTIME_DIR")), rest), ""
	case path.IsAbs(word):
		return path.Clean(word), ""
	}
	return "", ""
}

// variables are the variables that flatpak and the metadata set; "" unsets one.
func (s *sandbox) variables() map[string]string {
	out := map[string]string{
		"XDG_CONFIG_DIRS": "/app/etc/xdg:/etc/xdg", "XDG_DATA_DIRS": "/app/share:/usr/share",
		// flatpak writes the linker's configuration, which gives these two directories; a variable is the same to a search.
		"LD_LIBRARY_PATH": "/app/lib64:/app/lib",
	}
	maps.Copy(out, s.environment)
	own := path.Join(s.home, ".var/app", s.app)
	for name, dir := range map[string]string{"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": ".local/state"} {
		out[name] = path.Join(own, dir)
		if outside := variable(s.view.Outside, name); outside != "" {
			out["HOST_"+name] = outside
		}
	}
	out["FLATPAK_ID"], out["XDG_RUNTIME_DIR"] = s.app, s.view.runtimeDir()
	return out
}
