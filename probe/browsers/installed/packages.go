// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"bufio"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// packageLists are the installed packages of browsers, as the lists of a package manager that are text have them.
type packageLists struct {
	// manager is dpkg, pacman or apk, or "" if none has a list here.
	manager  string
	versions map[string]string
}

// first returns the first of the names that is installed, or "".
func (l packageLists) first(names []string) string {
	for _, name := range names {
		if l.versions[name] != "" {
			return name
		}
	}
	return ""
}

// readLists reads the lists of dpkg, pacman or apk. RPM's database is no text, and is not read.
func readLists(h loader.Host) packageLists {
	wanted := map[string]bool{}
	for _, r := range rowsOf("linux") {
		for _, name := range r.packages {
			wanted[name] = true
		}
	}
	l := packageLists{versions: map[string]string{}}
	for _, list := range []struct{ manager, file string }{{"dpkg", "/var/lib/dpkg/status"}, {"apk", "/lib/apk/db/installed"}, {"apk", "/usr/lib/apk/db/installed"}} {
		opened, err := h.Open(list.file)
		if err != nil {
			continue
		}
		l.manager = list.manager
		readStatus(opened, wanted, l.versions)
		_ = opened.Close() // nothing was written
		return l
	}
	for _, name := range namesIn(h, "/var/lib/pacman/local") {
		l.manager = "pacman"
		if file := path.Base(name); strings.Count(file, "-") >= 2 {
			version := file[strings.LastIndex(file[:strings.LastIndex(file, "-")], "-")+1:]
			if bare := strings.TrimSuffix(file, "-"+version); wanted[bare] {
				l.versions[bare] = withoutEpoch(version)
			}
		}
	}
	return l
}

// Bounds of a list: of it all, and of a line.
const (
	maxList = 64 << 20
	maxLine = 1 << 20
)

// readStatus reads a list with a paragraph for each package: the status of dpkg, or the database of apk.
func readStatus(r io.Reader, wanted map[string]bool, versions map[string]string) {
	scanner := bufio.NewScanner(io.LimitReader(r, maxList))
	scanner.Buffer(nil, maxLine)
	name, version, installed := "", "", true
	finish := func() {
		if wanted[name] && installed && version != "" {
			versions[name] = withoutEpoch(version)
		}
		name, version, installed = "", "", true
	}
	for scanner.Scan() {
		line := scanner.Text()
		if line == "" {
			finish()
		}
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch {
		case slices.Contains([]string{"Package", "P"}, key):
			name = value
		case slices.Contains([]string{"Version", "V"}, key):
			version = value
		case key == "Status":
			installed = strings.HasSuffix(value, " installed")
		}
	}
	finish()
}

func withoutEpoch(version string) string {
	if _, rest, has := strings.Cut(version, ":"); has {
		return rest
	}
	return version
}
