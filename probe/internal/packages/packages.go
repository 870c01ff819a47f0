// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package packages

import (
	"bufio"
	"context"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/lazyregexp"
)

// Bounds: of one file, of one line, and of the packages.
const (
	maxFile     = 64 << 20
	maxLine     = 1 << 16
	maxPackages = 20000
)

// Where package managers keep their lists.
const (
	dpkgStatus  = "/var/lib/dpkg/status"
	dpkgInfo    = "/var/lib/dpkg/info/"
	pacmanLocal = "/var/lib/pacman/local"
)

var (
	apkInstalled = []string{"/lib/apk/db/installed", "/usr/lib/apk/db/installed"}
	rpmDatabases = []string{"/var/lib/rpm", "/usr/lib/sysimage/rpm"}
)

// search is a search for the packages of files.
type search struct {
	host   loader.Host
	wanted map[string]bool
	owners map[string]string
	// reader reads one list after another: a machine has thousands, and the buffer takes a long line.
	reader *bufio.Reader
}

// Owners returns the package of each path that one brought, after the name of its manager, and why no package is known for
// the others.
func Owners(ctx context.Context, h loader.Host, paths []string) (owners map[string]string, unknown string) {
	s := search{host: h, wanted: map[string]bool{}, owners: map[string]string{}, reader: bufio.NewReaderSize(nil, maxLine)}
	for _, file := range paths {
		s.wanted[file] = true
	}
	manager := ""
	switch {
	case len(paths) == 0:
		return s.owners, ""
	case h.System() == "windows": // under Wine the current drive may hold the lists of Linux
		return s.owners, "no package manager whose lists xrprobe reads was found"
	case s.isFile(dpkgStatus):
		manager = "dpkg"
		s.dpkg(ctx)
	case h.FileAt(pacmanLocal).State == loader.StateFound:
		manager = "pacman"
		s.pacman(ctx)
	case slices.ContainsFunc(apkInstalled, s.isFile):
		manager = "apk"
		s.apk(apkInstalled[slices.IndexFunc(apkInstalled, s.isFile)])
	case slices.ContainsFunc(rpmDatabases, s.hasNames):
		return s.owners, "RPM's database is no text, and xrprobe does not read it"
	default:
		return s.owners, "no package manager whose lists xrprobe reads was found"
	}
	return s.owners, "no package lists it, as far as the lists of " + manager + " could be read"
}

func (s *search) isFile(file string) bool {
	return s.host.FileAt(file).Mode.IsRegular() && s.host.FileAt(file).State == loader.StateFound
}

func (s *search) hasNames(dir string) bool {
	names, _ := s.host.ReadDir(dir)
	return len(names) > 0
}

// found notes that a package has a file, and reports whether every file has a package.
func (s *search) found(file, owner string) bool {
	if s.wanted[file] && s.owners[file] == "" {
		s.owners[file] = owner
	}
	return len(s.owners) == len(s.wanted)
}

// lines calls a function for each line of a file, until it returns false. It leaves out what is beyond the bounds.
func (s *search) lines(file string, each func(line string) bool) {
	opened, err := s.host.Open(file)
	if err != nil {
		return // what cannot be read tells of no package
	}
	defer opened.Close()
	s.reader.Reset(io.LimitReader(opened, maxFile))
	eachLine(s.reader, each)
}

func eachLine(reader *bufio.Reader, each func(line string) bool) {
	for {
		line, err := reader.ReadSlice('\n')
		whole := err == nil || err == io.EOF
		for err == bufio.ErrBufferFull { // the rest of a line that is too long
			_, err = reader.ReadSlice('\n')
		}
		if whole && len(line) > 0 && !each(strings.TrimRight(string(line), "\r\n")) || err != nil {
			return
		}
	}
}

// packageName and architectureName are what dpkg takes for names. Others may lead out of its directory.
var (
	packageName      = lazyregexp.Regexp{Source: `^[a-z0-9][a-z0-9+.-]*$`}
	architectureName = lazyregexp.Regexp{Source: `^[a-z0-9-]+$`}
	// likely are the packages to look into first.
	likely = lazyregexp.Regexp{Source: `openxr|monado|wivrn|steam|xr`}
)

// dpkgPackage is a package, and the names that its list may have.
type dpkgPackage struct {
	name  string
	lists []string
}

// dpkg reads the list of every installed package, the likely ones first.
func (s *search) dpkg(ctx context.Context) {
	var list []dpkgPackage
	s.lines(dpkgStatus, dpkgPackages(&list))
	slices.SortStableFunc(list, func(a, b dpkgPackage) int { return rank(a.name) - rank(b.name) })
	for _, p := range list {
		for _, name := range p.lists {
			all := false
			s.lines(dpkgInfo+name, func(line string) bool {
				all = s.found(line, "dpkg: "+p.name)
				return !all
			})
			if all || ctx.Err() != nil {
				return
			}
		}
	}
}

func rank(name string) int {
	if likely.Get().MatchString(name) {
		return 0
	}
	return 1
}

// dpkgPackages returns a function that takes the lines of dpkg's status.
func dpkgPackages(list *[]dpkgPackage) func(line string) bool {
	name := ""
	return func(line string) bool {
		if value, is := strings.CutPrefix(line, "Package: "); is {
			name = ""
			if packageName.Get().MatchString(value) {
				name = value
				*list = append(*list, dpkgPackage{name, []string{name + ".list"}})
			}
		}
		if value, is := strings.CutPrefix(line, "Architecture: "); is && name != "" && architectureName.Get().MatchString(value) {
			last := &(*list)[len(*list)-1]
			last.lists = append(last.lists[:1], name+":"+value+".list")
		}
		return len(*list) < maxPackages
	}
}

// pacman reads the files of every package.
func (s *search) pacman(ctx context.Context) {
	names, _ := s.host.ReadDir(pacmanLocal)
	slices.SortStableFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	for _, name := range names {
		all := false
		s.lines(path.Join(pacmanLocal, name, "files"), func(line string) bool {
			all = s.found("/"+line, "pacman: "+withoutVersion(name))
			return !all
		})
		if all || ctx.Err() != nil {
			return
		}
	}
}

// withoutVersion returns the name of a package from NAME-VERSION-RELEASE.
func withoutVersion(name string) string {
	for range 2 {
		if at := strings.LastIndex(name, "-"); at > 0 {
			name = name[:at]
		}
	}
	return name
}

// apk reads the one list of all packages.
func (s *search) apk(file string) {
	s.lines(file, apkFiles(func(file, name string) bool { return !s.found(file, "apk: "+name) }))
}

// apkFiles returns a function that takes the lines of apk's list: P: a package, F: a directory, R: a file in it.
func apkFiles(each func(file, name string) bool) func(line string) bool {
	name, dir := "", ""
	return func(line string) bool {
		key, value, _ := strings.Cut(line, ":")
		switch key {
		case "P":
			name, dir = value, ""
		case "F":
			dir = value
		case "R":
			return each("/"+strings.TrimPrefix(dir+"/"+value, "/"), name)
		}
		return true
	}
}
