// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package sandbox

import (
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Source names the code whose rules these are.
const Source = "chromium/chromium@5153d782 content/services/isolated_xr_device/xr_sandbox_hook_linux.cc"

// Since is the first version of Chromium with these rules, and Known the last one of which they are known.
const (
	Since = 157
	Known = 157
)

// Hook is what Chromium finds before it seals its process for XR.
type Hook struct {
	// Searched are the paths that were looked for, in order. The last one is Manifest, unless that is "".
	Searched []string
	// Manifest is the path of the manifest that was found, or "".
	Manifest string
	// Unreadable says why the manifest tells Chromium of no library, as the end of a sentence about it; "" if it does.
	Unreadable string
	// Written is library_path of the manifest.
	Written string
	// Library is the library that Chromium loads, without links, or "".
	Library string
	// Unresolved says why there is no library although the manifest names one, as a sentence without a full stop; "" if there is one.
	Unresolved string
	// SteamVR says that the manifest calls its runtime SteamVR.
	SteamVR bool

	host loader.Host
	// linked is where Manifest leads if it is a link, and no further.
	linked string
}

// Look looks for the active runtime of a host as Chromium does.
func Look(h loader.Host) Hook {
	hook := Hook{host: h}
	if hook.find(); hook.Manifest == "" {
		return hook
	}
	hook.linked = oneLink(h, hook.Manifest)
	data, err := h.ReadFile(h.Absolute(hook.Manifest))
	if err != nil {
		hook.Unreadable = "cannot be read"
		return hook
	}
	if hook.parse(data); hook.Unreadable == "" {
		hook.resolve()
	}
	return hook
}

// find finds the manifest: what XR_RUNTIME_JSON names, whether it is there or not, or the first file that may be read.
func (k *Hook) find() {
	if named := variable(k.host, "XR_RUNTIME_JSON"); named != "" {
		k.Searched, k.Manifest = []string{named}, named
		return
	}
	for _, dir := range Directories(k.host) {
		for _, name := range names(k.host.ArchWord()) {
			file := dir + "/openxr/1/" + name
			k.Searched = append(k.Searched, file)
			if readable(k.host, file) {
				k.Manifest = file
				return
			}
		}
	}
}

// Directories returns the directories of configuration that are searched. Unlike the Khronos loader's they have no /usr/local/etc, and
// entries of XDG_CONFIG_DIRS lose the spaces around them.
func Directories(h loader.Host) []string {
	var dirs []string
	if dir := configHome(h); dir != "" {
		dirs = append(dirs, dir)
	}
	list := variable(h, "XDG_CONFIG_DIRS")
	if list == "" {
		list = "/etc/xdg"
	}
	for dir := range strings.SplitSeq(list, ":") {
		if dir = strings.Trim(dir, " \t\n\v\f\r"); dir != "" {
			dirs = append(dirs, dir)
		}
	}
	return append(dirs, "/etc")
}

func configHome(h loader.Host) string {
	if dir := variable(h, "XDG_CONFIG_HOME"); dir != "" {
		return dir
	}
	if home := variable(h, "HOME"); home != "" {
		return home + "/.config"
	}
	return ""
}

// names are the names of the manifest. Only two architectures have one of their own.
func names(arch string) []string {
	if arch == "x86_64" || arch == "aarch64" {
		return []string{"active_runtime." + arch + ".json", "active_runtime.json"}
	}
	return []string{"active_runtime.json"}
}

func variable(h loader.Host, name string) string {
	value, _ := h.Getenv(name)
	return value
}

// readable reports whether a path may be read. A directory may, too. Of a file below another root, only a mode that lets nobody read it tells.
func readable(h loader.Host, file string) bool {
	info := h.FileAt(h.Absolute(file))
	switch {
	case info.State != loader.StateFound:
		return false
	case info.Mode.IsDir():
		return true
	case info.Mode.Perm()&0o444 == 0 && h.System() != "windows":
		return false
	}
	opened, err := h.Open(h.Absolute(file))
	if err != nil {
		return false
	}
	_ = opened.Close() // nothing was written
	return true
}

// oneLink returns where a path leads if it is a link itself, or the path. A link there is not followed.
func oneLink(h loader.Host, file string) string {
	file = h.Absolute(file)
	target := h.FileAt(file).Target
	switch {
	case target == "":
		return file
	case path.IsAbs(target):
		return path.Clean(target)
	}
	return path.Join(path.Dir(file), target)
}

// resolve finds the library that the manifest names. A relative path, a bare name too, is taken to be beside the manifest.
func (k *Hook) resolve() {
	file := k.Written
	if !path.IsAbs(file) {
		file = path.Dir(k.linked) + "/" + file
	}
	file = k.host.Plain(file)
	if info := k.host.FileAt(file); info.State == loader.StateFound {
		k.Library = info.Canonical
		return
	}
	k.Unresolved = fmt.Sprintf("%s does not exist", file)
	if !strings.Contains(k.Written, "/") {
		k.Unresolved = fmt.Sprintf("the manifest names the library %s without a directory, which Chromium takes for %s, and that does not exist", k.Written, file)
	}
}

// MayRead reports whether the sealed process may read a file, given by a path without links.
func (k Hook) MayRead(file string) bool {
	dirs := []string{"/usr/share/openxr", "/usr/local/share/openxr"}
	for _, dir := range Directories(k.host) {
		dirs = append(dirs, path.Clean(dir+"/openxr"))
	}
	if k.Manifest != "" {
		dirs = append(dirs, path.Dir(k.linked))
	}
	if k.Library != "" {
		dirs = append(dirs, path.Dir(k.Library))
	}
	for _, dir := range dirs {
		if path.IsAbs(dir) && dir != "/" && strings.HasPrefix(file, dir+"/") {
			return true
		}
	}
	return false
}

// SteamVRPrefix begins the names of the abstract sockets of SteamVR, to which the sealed process may connect, too.
const SteamVRPrefix = "@/steamvr/"

// Sockets returns the paths of the sockets to which the sealed process may connect: Monado's, or none if no variable says where it is.
func Sockets(h loader.Host) []string {
	for _, name := range []string{"XDG_RUNTIME_DIR", "XDG_CACHE_HOME"} {
		if dir := variable(h, name); dir != "" {
			if !path.IsAbs(dir) {
				return nil
			}
			return []string{path.Join(dir, "monado_comp_ipc")}
		}
	}
	return nil
}
