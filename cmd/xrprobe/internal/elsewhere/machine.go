// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package elsewhere

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/suggest"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/installed"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// Machine is --os, --arch, --registry, --env and --root, as the user gave them: which machine's programs are asked about.
type Machine struct {
	OS, Arch, Root string
	Registry, Env  []string
}

// Systems are the words of --os, besides macos, which is darwin.
func Systems() []string { return []string{"linux", "windows", "darwin"} }

// goArchs are Go's words for architectures, and those of the Khronos loader.
var goArchs = map[string]string{"amd64": "x86_64", "386": "i686", "arm64": "aarch64"}

// GOOS returns the operating system in Go's words.
func (m Machine) GOOS() string {
	switch m.OS {
	case "":
		return runtime.GOOS
	case "macos":
		return "darwin"
	}
	return m.OS
}

// ArchWord returns the architecture as manifests' names have it, or "" for that of this build.
func (m Machine) ArchWord() string {
	if word, known := goArchs[m.Arch]; known {
		return word
	}
	return m.Arch
}

// GOARCH returns the architecture in Go's words, or "" for that of this build.
func (m Machine) GOARCH() string {
	for word, loaders := range goArchs {
		if loaders == m.ArchWord() {
			return word
		}
	}
	return m.Arch
}

// isOther reports whether the operating system is not this one.
func (m Machine) isOther() bool { return m.GOOS() != runtime.GOOS }

// Flag returns the flag because of which nothing is executed: programs here see another system, architecture, registry or
// environment. It returns "" if none was given.
func (m Machine) Flag() string {
	switch {
	case m.isOther():
		return "--os " + m.OS
	case m.Arch != "" && m.ArchWord() != (loader.Host{}).ArchWord():
		return "--arch " + m.Arch
	case len(m.Registry) > 0:
		return "--registry " + m.Registry[0]
	case len(m.Env) > 0:
		return "--env " + m.Env[0]
	}
	return ""
}

// Check says what is wrong with the flags, for a command.
func (m Machine) Check(command string) error {
	archs := installed.Architectures()
	switch {
	case slices.Contains(m.Registry, ""):
		return errors.New("--registry: the value is empty: name a file, or leave the flag out")
	case m.OS != "" && m.OS != "macos" && !slices.Contains(Systems(), m.OS):
		return fmt.Errorf("--os %q: %suse %s", m.OS, suggest.Sentence(m.OS, append(Systems(), "macos")), suggest.Or(Systems()))
	case m.Arch != "" && !slices.Contains(archs, m.ArchWord()):
		return fmt.Errorf("--arch %q: %suse %s", m.Arch, nearArch(m.Arch, archs), suggest.Or(archs))
	case len(m.Registry) > 0 && m.GOOS() != "windows":
		return fmt.Errorf("--registry %s: only Windows has a registry: add --os windows", m.Registry[0])
	case m.isOther() && m.Root == "" && (m.OS != "windows" || len(m.Registry)+len(m.Env) > 0):
		return fmt.Errorf("--os %s: add --root DIR, the directory with the files of that machine: those here are of another system", m.OS)
	}
	for _, variable := range m.Env {
		if name, _, found := strings.Cut(variable, "="); !found || name == "" {
			return fmt.Errorf("--env %q: write it as NAME=VALUE, or as NAME= for an empty value", variable)
		}
	}
	given := m.Flag()
	if given == "" {
		given = m.OS + m.Arch
	}
	if given != "" && !slices.Contains(commands, command) {
		return fmt.Errorf("xrprobe %s does not answer for another machine: use --os, --arch, --registry and --env with xrprobe without a command, %s", command, suggest.Or(commands[1:]))
	}
	return nil
}

// otherArchs are further words for architectures, which Windows, Debian and the kernel have.
var otherArchs = map[string]string{"x86": "i686", "i386": "i686", "i486": "i686", "i586": "i686", "ia32": "i686", "x64": "x86_64", "x86-64": "x86_64", "armhf": "armv7a-vfp", "armv7l": "armv7a-vfp", "arm": "armv7a-vfp", "armv8": "aarch64"}

// nearArch is the beginning of a sentence that names the architecture that a word means, or the nearest word.
func nearArch(word string, archs []string) string {
	if meant, known := otherArchs[strings.ToLower(word)]; known {
		return fmt.Sprintf("did you mean %q? Or ", meant)
	}
	return suggest.Sentence(word, append(slices.Clone(archs), "amd64", "386", "arm64"))
}

// Host returns a host that is the machine, except for its variables.
func (m Machine) Host(h loader.Host) (loader.Host, error) {
	h.Root, h.Arch = m.Root, m.ArchWord()
	if m.OS != "" {
		h.GOOS = m.GOOS()
	}
	if err := m.checkDrives(h); err != nil {
		return h, err
	}
	if m.isWine() {
		yes := func() bool { return true }
		h.Wine, h.Secure = yes, yes // under Wine every program has high integrity
	}
	if len(m.Registry) == 0 {
		return h, nil
	}
	held := new(registry.Registry)
	for _, name := range m.Registry {
		data, err := contentOf(name)
		if err == nil {
			err = held.Read(name, data)
		}
		if err != nil {
			return h, fmt.Errorf("--registry: %w", err)
		}
	}
	if m.isWine() {
		held.Sort()
	}
	h.Registry = held
	return h, nil
}

// checkDrives refuses a root of Windows in which no drive is: every file of the machine would seem to be gone. An empty one is a machine
// of which only the registry is known.
func (m Machine) checkDrives(h loader.Host) error {
	names, err := os.ReadDir(m.Root)
	if m.Root == "" || m.GOOS() != "windows" || err != nil || len(names) == 0 {
		return nil
	}
	for letter := 'A'; letter <= 'Z'; letter++ {
		if h.FileAt(string(letter) + `:\`).Mode.IsDir() {
			return nil
		}
	}
	return fmt.Errorf("--root %s: no drive of Windows is in it: name the directory that has the drives, as C, c, drive_c or dosdevices/c:, or the drive C: itself, which has the directory Windows", m.Root)
}

// isWine reports whether the root is a prefix of Wine, which keeps its registry there.
func (m Machine) isWine() bool {
	prefix := loader.Host{GOOS: "linux", Root: m.Root}
	return m.Root != "" && m.GOOS() == "windows" && prefix.FileAt("/system.reg").Mode.IsRegular() && prefix.FileAt("/drive_c").Mode.IsDir()
}

func contentOf(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, registry.MaxFile+1))
}

// Variables returns a host with the variables of --env. On this machine, and for a user, they are set beside the others. Programs of
// another root have no others, and those of another system have none unless they are given.
func (m Machine) Variables(h loader.Host) loader.Host {
	if len(m.Env) == 0 && !m.isOther() {
		return h
	}
	given := map[string]string{}
	for _, variable := range m.Env {
		name, value, _ := strings.Cut(variable, "=")
		given[m.folded(name)] = value
	}
	before := h
	alone := h.User == "" && (m.Root != "" || m.isOther())
	h.LookupEnv = func(name string) (string, bool) {
		if value, set := given[m.folded(name)]; set || alone {
			return value, set
		}
		return before.Getenv(name)
	}
	return h
}

// folded returns a variable's name in the form in which the system compares it.
func (m Machine) folded(name string) string {
	if m.GOOS() == "windows" {
		return strings.ToUpper(name)
	}
	return name
}
