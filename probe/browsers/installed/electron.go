// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// electronParents are the directories that have applications of Electron, each in a directory of its own.
var electronParents = []string{"/opt", "/usr/lib", "/usr/lib64", "/usr/share"}

// electronDirs returns the directories of applications of Electron.
func electronDirs(h loader.Host) []string {
	var dirs []string
	for _, parent := range electronParents {
		for _, name := range namesIn(h, parent) {
			if dir := path.Join(parent, name); isElectron(h, dir) {
				dirs = append(dirs, dir)
			}
		}
	}
	return dirs
}

// isElectron reports whether a directory is that of an application of Electron: it has the application in resources, and a picture pack of
// Chromium beside it.
func isElectron(h loader.Host, dir string) bool {
	if !isFile(h, join(h, dir, "chrome_100_percent.pak")) {
		return false
	}
	for _, name := range []string{"app.asar", "default_app.asar", "app"} {
		if h.FileAt(join(h, dir, "resources", name)).State == loader.StateFound {
			return true
		}
	}
	return false
}

// join joins parts of a path as the host's system writes it.
func join(h loader.Host, parts ...string) string {
	if h.System() == "windows" {
		return strings.Join(parts, `\`)
	}
	return path.Join(parts...)
}

// electron makes a browser of the directory of an application of Electron. Its program is the largest one there.
func electron(h loader.Host, dir string) Browser {
	name := dir[strings.LastIndexAny(dir, `/\`)+1:]
	b := Browser{Name: "Electron (" + name + ")", Engine: report.EngineChromium, Electron: true, Host: h, Source: dir}
	size := int64(0)
	for _, name := range namesIn(h, dir) {
		if file := join(h, dir, name); isProgram(h, file) {
			if n := sizeOf(h, file); n > size {
				b.Binary, size = file, n
			}
		}
	}
	if b.Binary == "" {
		b.NoBinary = "no program is in " + dir
	}
	data, err := h.ReadFile(join(h, dir, "version"))
	if version := strings.TrimPrefix(strings.TrimSpace(string(data)), "v"); err == nil && version != "" && len(version) < 32 && strings.Trim(version, "0123456789.-abcdefghijklmnopqrstuvwxyz") == "" {
		b.Version, b.VersionFrom = version, join(h, dir, "version")
	}
	return b
}

// isProgram reports whether a file may be started.
func isProgram(h loader.Host, file string) bool {
	if h.System() == "windows" {
		return strings.HasSuffix(strings.ToLower(file), ".exe") && isFile(h, file)
	}
	return isFile(h, file) && h.FileAt(file).Mode.Perm()&0o111 != 0 && !strings.Contains(path.Base(file), ".so")
}

func sizeOf(h loader.Host, file string) int64 {
	opened, err := h.Open(file)
	if err != nil {
		return 0
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}
