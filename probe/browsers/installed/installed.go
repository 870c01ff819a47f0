// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Browser is a browser that is installed.
type Browser struct {
	// Name is what it is called.
	Name   string
	Engine report.BrowserEngine
	// Electron says that it is an application of Electron.
	Electron bool
	// Source says how it was found: a package, a flatpak, a snap, or a directory.
	Source string
	// Host is the machine as its programs see it. Its Place is "" unless they see another one than the host that was asked about.
	Host loader.Host
	// Unseen says why Host is not what its programs see, or is "".
	Unseen string
	// Binary is the program or library that would hold OpenXR, as a path of Host, or "".
	Binary string
	// NoBinary says why Binary is "", as a sentence without a full stop.
	NoBinary string
	// Version is what a package's list or a file says, or "". VersionFrom says where.
	Version, VersionFrom string
}

// maxBrowsers bounds how many browsers are found.
const maxBrowsers = 64

// Find returns the browsers of a host. On a system whose places are not known it returns none, and known is false.
func Find(ctx context.Context, h loader.Host) (browsers []Browser, known bool) {
	var found []Browser
	switch h.System() {
	case "linux":
		found = onLinux(ctx, h)
	case "windows":
		found = onWindows(ctx, h)
	case "darwin":
		found = onMac(ctx, h)
	default:
		return nil, false
	}
	return found[:min(len(found), maxBrowsers)], true
}

// row is a row of the table.
type row struct {
	system, id, name string
	engine           report.BrowserEngine
	packages, files  []string
}

//go:embed places.tsv
var placesTSV string

var table = sync.OnceValue(func() []row {
	var rows []row
	for line := range strings.Lines(placesTSV) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if !strings.HasPrefix(line, "#") && len(cells) == 6 {
			rows = append(rows, row{cells[0], cells[1], cells[2], report.BrowserEngine(cells[3]), list(cells[4]), list(cells[5])})
		}
	}
	return rows
})

func list(cell string) []string {
	if cell == "-" {
		return nil
	}
	return strings.Split(cell, ",")
}

// rowsOf returns the rows of a system.
func rowsOf(system string) []row {
	return slices.DeleteFunc(slices.Clone(table()), func(r row) bool { return r.system != system })
}

// isFile reports whether a path leads to a regular file.
func isFile(h loader.Host, file string) bool {
	info := h.FileAt(file)
	return info.State == loader.StateFound && info.Mode.IsRegular()
}

// isDir reports whether a path leads to a directory.
func isDir(h loader.Host, file string) bool {
	info := h.FileAt(file)
	return info.State == loader.StateFound && info.Mode.IsDir()
}

// maxNames bounds how many names of a directory are looked at.
const maxNames = 4096

// namesIn returns the names in a directory, sorted; none if it cannot be read.
func namesIn(h loader.Host, dir string) []string {
	names, _ := h.ReadDir(dir) // what cannot be read holds no browser that is known of
	names = slices.Sorted(slices.Values(names))
	return names[:min(len(names), maxNames)]
}
