// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// View is a machine as the programs of a place see it.
type View struct {
	// Host is the machine in that view. Its Place names the place.
	loader.Host
	// Outside is the machine as programs outside the place see it.
	Outside loader.Host
	// At is the place.
	At Place
	// Notes are what decides the view, and what the files do not tell, in sentences.
	Notes []string
}

// Grant is more than a place has already, to see what that would change.
type Grant struct {
	// Filesystems are for a flatpak, in the words of flatpak override --filesystem.
	Filesystems []string
	// Environment are variables that are set in the place.
	Environment map[string]string
}

// Of returns the view that the programs of a place have of a host. Places are known on Linux only.
func Of(h loader.Host, p Place) (View, error) { return With(h, p, Grant{}) }

// With returns the view that the programs of a place would have with a grant.
func With(h loader.Host, p Place, more Grant) (View, error) {
	if goos := h.System(); goos != "linux" {
		return View{}, fmt.Errorf("%s: the view of another place is known on Linux only, and this is %s", p, goos)
	}
	v := View{Host: h, Outside: h, At: p}
	v.Secure = func() bool { return false }
	var err error
	switch p.Kind {
	case Flatpak:
		err = v.flatpak(more)
	case Snap:
		err = v.snap()
	case Steam:
		err = v.steam(more)
	case Sudo:
		err = v.sudo()
	case Program:
		err = v.program()
	case User:
		v.Host, err = h.ForUser(p.Name)
	default:
		err = fmt.Errorf("there is no view of %s", p)
	}
	v.Place = p.String()
	v.setenv(more.Environment)
	return v, err
}

// setenv puts variables before those that the place has; an empty value unsets one, as the loader treats both alike.
func (v *View) setenv(variables map[string]string) {
	if len(variables) == 0 {
		return
	}
	before := v.Host
	v.LookupEnv = func(name string) (string, bool) {
		if value, set := variables[name]; set {
			return value, value != ""
		}
		return before.Getenv(name)
	}
}

// home returns the home directory of the user whose programs run.
func (v *View) home() (string, error) {
	home := strings.TrimRight(variable(v.Outside, "HOME"), "/")
	if !path.IsAbs(home) {
		return "", fmt.Errorf("%s: HOME names no directory, so the user's files are not known: set it, or add --user NAME", v.At)
	}
	return home, nil
}

// uid returns the number of the user whose programs run, as /etc/passwd has it, or the number in a field of that line; or "".
func (v *View) number(field int) string {
	data, _ := v.Outside.ReadFile("/etc/passwd") // without it, no user is known
	home := strings.TrimRight(variable(v.Outside, "HOME"), "/")
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimRight(line, "\r\n"), ":")
		if len(fields) != 7 || v.Outside.User != "" && fields[0] != v.Outside.User || v.Outside.User == "" && strings.TrimRight(fields[5], "/") != home {
			continue
		}
		if _, err := strconv.ParseUint(fields[field], 10, 32); err == nil {
			return fields[field]
		}
	}
	return ""
}

// The fields of /etc/passwd.
const (
	uidField = 2
	gidField = 3
)

// runtimeDir returns the directory of the user's session, which most places have at /run/user/UID.
func (v *View) runtimeDir() string {
	if uid := v.number(uidField); uid != "" {
		return "/run/user/" + uid
	}
	return variable(v.Outside, "XDG_RUNTIME_DIR")
}

// show shows a path of the host at another one of the place, if it exists.
func (v *View) show(at, from string) bool {
	file := canonical(v.Outside, from)
	if file == "" {
		return false
	}
	v.Mounts = append(v.Mounts, loader.Mount{At: at, From: file})
	return true
}

// share shows a path where it is, and also where its links lead, unless a place has files of its own there.
func (v *View) share(file string) {
	target := canonical(v.Outside, file)
	if target == "" || reserved(file) || reserved(target) {
		return
	}
	v.links(file)
	v.Mounts = append(v.Mounts, loader.Mount{At: target, From: target})
}

// ensure makes an empty directory at a path, unless something is shown there already.
func (v *View) ensure(dir string) {
	if v.FileAt(dir).State == loader.StateFound {
		return
	}
	v.links(dir)
	v.Mounts = append(v.Mounts, loader.Mount{At: v.real(dir)})
}

// links makes the links that are on the way to a path.
func (v *View) links(file string) {
	for dir := path.Clean(file); dir != "/" && dir != "."; dir = path.Dir(dir) {
		if slices.Contains(merged, strings.TrimPrefix(dir, "/")) {
			continue // a place has links of its own there
		}
		if target := canonical(v.Outside, dir); target != "" && v.Outside.FileAt(dir).Target != "" {
			v.Mounts = append(v.Mounts, loader.Mount{At: path.Join(v.real(path.Dir(dir)), path.Base(dir)), Link: target})
		}
	}
}

// real returns a path without links, whether it exists or not.
func (v *View) real(file string) string {
	file = path.Clean(file)
	for dir := file; ; dir = path.Dir(dir) {
		if at := canonical(v.Outside, dir); at != "" || dir == "/" || dir == "." {
			return path.Join(at, strings.TrimPrefix(file, dir))
		}
	}
}

// hide makes an empty directory in place of one.
func (v *View) hide(dir string) {
	if v.Outside.FileAt(dir).Mode.IsDir() {
		v.Mounts = append(v.Mounts, loader.Mount{At: canonical(v.Outside, dir)})
	}
}

// merged are the directories that are links into /usr on most systems.
var merged = []string{"bin", "lib", "lib32", "lib64", "sbin"}

// reserved reports whether a flatpak has, and so Steam's container, files of its own at a path, so that none of the host is shown there.
func reserved(file string) bool {
	own := []string{"app", "dev", "etc", "proc", "run/flatpak", "run/host", "usr"}
	for _, dir := range append(own, merged...) {
		if dir = "/" + dir; within(file, dir) || within(dir, file) {
			return true
		}
	}
	return false
}

func within(file, dir string) bool {
	return file == dir || strings.HasPrefix(file, strings.TrimSuffix(dir, "/")+"/")
}

// usr shows a runtime's files as /usr, its etc as /etc, and links beside it. No files make both empty.
func (v *View) usr(files string) {
	if files == "" {
		v.Mounts = append(v.Mounts, loader.Mount{At: "/usr"}, loader.Mount{At: "/etc"})
		return
	}
	v.show("/usr", files)
	files = canonical(v.Outside, files)
	for _, dir := range merged {
		if exists(v.Outside, path.Join(files, dir)) {
			v.Mounts = append(v.Mounts, loader.Mount{At: "/" + dir, Link: "usr/" + dir})
		}
	}
	names, _ := v.Outside.ReadDir(path.Join(files, "etc")) // a runtime without configuration has none
	for _, name := range names {
		if slices.Contains(notOfRuntime, name) {
			continue
		}
		from := path.Join(files, "etc", name)
		if target := v.Outside.FileAt(from).Target; target != "" {
			v.Mounts = append(v.Mounts, loader.Mount{At: "/etc/" + name, Link: target})
			continue
		}
		v.show("/etc/"+name, from)
	}
}

// notOfRuntime are the files of /etc that are not taken from a runtime.
var notOfRuntime = []string{"passwd", "group", "machine-id", "resolv.conf", "host.conf", "hosts", "gai.conf", "localtime", "timezone", "pkcs11"}

// hostOS shows the host's programs and libraries below /run/host.
func (v *View) hostOS() {
	v.show("/run/host/usr", "/usr")
	for _, dir := range merged {
		target := strings.TrimPrefix(v.Outside.FileAt("/"+dir).Target, "/")
		if strings.HasPrefix(target, "usr/") {
			v.Mounts = append(v.Mounts, loader.Mount{At: "/run/host/" + dir, Link: target})
			continue
		}
		v.show("/run/host/"+dir, "/"+dir)
	}
	v.show("/run/host/etc/ld.so.cache", "/etc/ld.so.cache")
	v.show("/run/host/etc/alternatives", "/etc/alternatives")
}
