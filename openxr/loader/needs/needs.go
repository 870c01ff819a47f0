// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package needs

import (
	"context"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/object"
)

// maxLibraries bounds how many libraries are followed. Monado's client needs about ten, SteamVR's about thirty.
const maxLibraries = 512

// Result is what a library needs and does not have.
type Result struct {
	// Arch is the library's architecture word.
	Arch string
	// Lacks are the libraries and versions that are not there, in the order in which the linker would look for them.
	Lacks []Lack
	// Unknown are the needed libraries of which it is not known whether they are there.
	Unknown []string
}

// Lack is a needed library that is not there, or has not the versions that are required of it.
type Lack struct {
	// Library is the name under which the library is needed.
	Library string
	// By is the path of the library that needs it.
	By string
	// Searched are the directories in which it was not found, in order. They are empty if it was found, or if there is
	// no directory that the linker would search.
	Searched []string
	// Path is where it was found, or "".
	Path string
	// Versions are the required versions that it does not define.
	Versions []string
	// Newest is the newest version of the same kind as the first of Versions that it does define, or "".
	Newest string
}

// node is a library that was found, and what needed it.
type node struct {
	path   string
	needer *node
	object.Dynamic
}

// Check finds everything that the library at an absolute path needs. The error is the context's, or says why the library
// itself cannot be read.
func Check(ctx context.Context, host loader.Host, path string) (Result, error) {
	root, err := read(host, path)
	if err != nil {
		return Result{}, err
	}
	s := search{host: host, linker: linkerOf(host, root.Arch), known: map[string]*node{}}
	s.result.Arch = root.Arch
	s.add(root)
	for i := 0; i < len(s.found); i++ {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		s.follow(s.found[i])
	}
	for _, n := range s.found {
		s.compareVersions(n)
	}
	return s.result, nil
}

func read(host loader.Host, path string) (*node, error) {
	file, err := host.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	dynamic, err := object.ReadDynamic(file)
	return &node{path: path, Dynamic: dynamic}, err
}

// search is one search for everything that a library needs.
type search struct {
	host   loader.Host
	linker linker
	found  []*node
	// known are the libraries by the names that lead to them; nil is one that is not there.
	known  map[string]*node
	result Result
}

func (s *search) add(n *node) {
	s.found = append(s.found, n)
	if _, taken := s.known[n.Soname]; n.Soname != "" && !taken {
		s.known[n.Soname] = n
	}
}

// follow looks for the libraries that one library needs.
func (s *search) follow(n *node) {
	for _, name := range n.Needed {
		if _, done := s.known[name]; done {
			continue
		}
		s.known[name] = nil
		if len(s.found) == maxLibraries {
			s.result.Unknown = append(s.result.Unknown, name)
			continue
		}
		hit, searched, known := s.find(name, n)
		switch {
		case hit != nil:
			hit.needer = n
			s.known[name] = hit
			s.add(hit)
		case !known || s.linker.brings(name):
			s.result.Unknown = append(s.result.Unknown, name)
		default:
			s.result.Lacks = append(s.result.Lacks, Lack{Library: name, By: n.path, Searched: searched})
		}
	}
}

// find looks for a library as the linker does. If it is not there, it returns the directories that were searched, and
// reports whether all of them could be looked at.
func (s *search) find(name string, n *node) (hit *node, searched []string, known bool) {
	if strings.Contains(name, "/") {
		file := s.host.Absolute(name)
		hit, known = s.try(file, n.Arch)
		return hit, []string{directory(file)}, known
	}
	dirs, complete := s.linker.dirs(s.host, n)
	for _, dir := range dirs {
		hit, known := s.try(dir+"/"+name, n.Arch)
		if hit != nil {
			return hit, dirs, true
		}
		complete = complete && known
	}
	for _, dir := range dirs {
		if hit := s.tryVariants(dir, name, n.Arch); hit != nil {
			return hit, dirs, true
		}
	}
	return nil, dirs, complete
}

// try reads one file. Like the linker, it steps over libraries for other architectures. It reports false if something is
// there that cannot be read.
func (s *search) try(path, arch string) (*node, bool) {
	switch s.host.FileAt(path).State {
	case loader.StateMissing, loader.StateDangling:
		return nil, true
	}
	n, err := read(s.host, path)
	if err != nil {
		return nil, false
	}
	if !sameArch(n.Arch, arch) {
		return nil, true
	}
	return n, true
}

// tryVariants looks into the directories for processors with certain abilities.
func (s *search) tryVariants(dir, name, arch string) *node {
	variants, _ := s.host.ReadDir(dir + "/glibc-hwcaps")
	for _, variant := range variants {
		if hit, _ := s.try(dir+"/glibc-hwcaps/"+variant+"/"+name, arch); hit != nil {
			return hit
		}
	}
	return nil
}

func sameArch(a, b string) bool {
	return a == b || a == object.AnyARM && strings.HasPrefix(b, a) || b == object.AnyARM && strings.HasPrefix(a, b)
}

// compareVersions compares the versions that a library requires with those that its needs define. A library without a
// table of versions passes, as it does with the linker.
func (s *search) compareVersions(n *node) {
	if s.linker.unversioned {
		return
	}
	first := map[string]int{}
	for _, version := range n.Requires {
		provider := s.known[version.Library]
		if provider == nil || !provider.Versioned || slices.Contains(provider.Defines, version.Name) {
			continue
		}
		at, seen := first[version.Library]
		if !seen {
			at = len(s.result.Lacks)
			first[version.Library] = at
			s.result.Lacks = append(s.result.Lacks, Lack{Library: version.Library, By: n.path, Path: provider.path,
				Newest: newest(provider.Defines, version.Name)})
		}
		s.result.Lacks[at].Versions = append(s.result.Lacks[at].Versions, version.Name)
	}
}

// newest returns the newest of the versions that have the same word before their numbers, or "".
func newest(defined []string, like string) string {
	word := like[:strings.LastIndex(like, "_")+1]
	best := ""
	for _, name := range defined {
		numbers, same := strings.CutPrefix(name, word)
		if same && word != "" && isNumber(numbers) && (best == "" || compareNumbers(numbers, best) > 0) {
			best = numbers
		}
	}
	if best == "" {
		return ""
	}
	return word + best
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789.") == "" }

// compareNumbers compares numbers such as 3.4.9 and 3.4.30, whatever their length.
func compareNumbers(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(a, b string) int {
		a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
}
