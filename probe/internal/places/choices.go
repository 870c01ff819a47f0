// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

import (
	"cmp"
	"context"
	"errors"
	"path"
	"runtime"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// InConfiguration is the source of a manifest that is found only because a directory of the Khronos loader's search has it
// under the name of a choice.
const InConfiguration = "the configuration"

// InOthers is the source of a manifest that another user's configuration has.
const InOthers = "another user's configuration"

// AtLink is the source of a file that only a link led to.
const AtLink = "a link"

// architectures are the loader's words for architectures, which stand in the names of choices (rule L6).
var architectures = []string{
	"x86_64", "x32", "i686", "aarch64", "armv7a-vfp", "armv5te", "mips64", "mips", "ppc64", "ppc64el", "s390x", "hppa", "alpha", "ia64", "m68k",
	"riscv64", "sparc64", "loongarch64",
}

// maxUsers bounds how many users' configurations are read.
const maxUsers = 64

func isChoice(name string) bool {
	ok, _ := path.Match("active_runtime*.json", name)
	return ok
}

// Choices are the manifests that configuration names, for this user and others.
type Choices struct {
	// Found are the files in the searched directories, whether they are chosen or not, links to nothing included.
	Found []loader.Found
	// OfOthers are the choices of other users that are no files of Found.
	OfOthers []loader.Found
	// byArch maps an architecture's word to the path that its programs' search finds.
	byArch map[string]string
	// others are the paths that the own configuration of another user chooses. Reports hold no user's name.
	others map[string]bool
	// archs are the architectures whose programs may run.
	archs []string
	// unless says when the choices do not hold, or is "".
	unless string
	arch   string
}

// Chosen reads the configuration. The error is the context's.
func Chosen(ctx context.Context, h loader.Host) (Choices, error) {
	c := Choices{byArch: map[string]string{}, others: map[string]bool{}, arch: h.ArchWord()}
	switch cmp.Or(h.GOOS, runtime.GOOS) {
	case "linux", "darwin":
		c.archs = architectures
	case "windows":
		c.archs = archsOnWindows(h)
	default:
		return c, ctx.Err()
	}
	if secure, _, _ := h.SecureExecution(); !secure && variable(h, "XR_RUNTIME_JSON") != "" {
		c.unless = " without XR_RUNTIME_JSON"
		h = without(h, "XR_RUNTIME_JSON")
	}
	for _, arch := range append(slices.Clone(c.archs), c.arch) {
		h.Arch = arch
		resolution, err := h.Resolve(ctx)
		if errors.Is(err, loader.ErrUnsupportedOS) {
			continue // what such programs get is not known
		}
		if err != nil {
			return c, err
		}
		c.byArch[arch] = resolution.Chosen
	}
	for _, dir := range h.ActiveDirs() {
		names, _ := h.ReadDir(dir)
		for _, name := range names {
			if file := strings.TrimRight(dir, "/") + "/" + name; isChoice(name) && !h.FileAt(file).Mode.IsDir() {
				c.Found = append(c.Found, read(h, file, h.FileAt(file).Canonical, InConfiguration))
			}
		}
	}
	h.Arch = c.arch
	return c, c.addUsers(ctx, h)
}

// archsOnWindows returns the architectures of programs that see keys of their own.
func archsOnWindows(h loader.Host) []string {
	if h.Has32BitView() && h.ArchWord() != "i686" {
		return []string{h.ArchWord(), "i686"}
	}
	return []string{h.ArchWord()}
}

// without returns the host as programs without a variable see it.
func without(h loader.Host, hidden string) loader.Host {
	seen := h
	h.LookupEnv = func(name string) (string, bool) {
		if name == hidden {
			return "", false
		}
		return seen.Getenv(name)
	}
	return h
}

// addUsers adds what the configuration of other users names, as far as this user may read it.
func (c *Choices) addUsers(ctx context.Context, h loader.Host) error {
	if cmp.Or(h.GOOS, runtime.GOOS) != "linux" {
		return nil
	}
	passwd, _ := h.ReadFile("/etc/passwd") // without it no user is known
	homes := []string{path.Clean(variable(h, "HOME"))}
	for line := range strings.Lines(string(passwd)) {
		fields := strings.Split(strings.TrimRight(line, "\r\n"), ":")
		if len(fields) != 7 || !path.IsAbs(fields[5]) || slices.Contains(homes, path.Clean(fields[5])) {
			continue
		}
		home := path.Clean(fields[5])
		if h.FileAt(home+"/.config/openxr/1").State != loader.StateFound {
			continue // most users of a machine are services
		}
		if homes = append(homes, home); len(homes) > maxUsers {
			return nil
		}
		if err := c.addUser(ctx, h, fields[0]); err != nil {
			return err
		}
	}
	return nil
}

func (c *Choices) addUser(ctx context.Context, h loader.Host, name string) error {
	other, err := h.ForUser(name)
	if err != nil {
		return nil //nolint:nilerr // a user without a home directory has no configuration
	}
	resolution, err := other.Resolve(ctx)
	if err != nil || resolution.Via != loader.ViaHome {
		return err
	}
	file := resolution.Chosen
	c.others[file] = true
	if !slices.ContainsFunc(c.Found, func(f loader.Found) bool { return f.Path == file }) {
		c.OfOthers = append(c.OfOthers, read(h, file, h.FileAt(file).Canonical, InOthers))
	}
	return nil
}

// For says whose programs get the manifest at a path, in words. It returns an empty list if no program is known to.
func (c Choices) For(file string) []string {
	var chosen, others []string
	for _, arch := range c.archs {
		if file != "" && c.byArch[arch] == file {
			chosen = append(chosen, arch)
		} else {
			others = append(others, arch)
		}
	}
	whose := []string{}
	switch {
	case len(others) == 0 && len(c.archs) > 1:
		whose = append(whose, "programs for every architecture"+c.unless)
	case len(chosen) > len(others) && len(others) > 0:
		whose = append(whose, "programs for every architecture but "+strings.Join(others, ", ")+c.unless)
	default:
		for _, arch := range chosen {
			whose = append(whose, "programs for "+arch+c.unless)
		}
	}
	if c.others[file] {
		whose = append(whose, "programs of another user")
	}
	return whose
}

// ShadowedBy returns the path that the search finds before a file, so that no program reads the file. It returns "" for files
// that some program reads, that no search looks at, or that do not exist.
func (c Choices) ShadowedBy(h loader.Host, file string) string {
	dir, name := path.Split(file)
	searched := slices.Contains(h.ActiveDirs(), strings.TrimRight(dir, "/"))
	if !searched || !isChoice(name) || h.FileAt(file).State != loader.StateFound || len(c.For(file)) > 0 {
		return ""
	}
	if name == "active_runtime.json" {
		return c.byArch[c.arch]
	}
	return c.byArch[strings.TrimSuffix(strings.TrimPrefix(name, "active_runtime."), ".json")]
}
