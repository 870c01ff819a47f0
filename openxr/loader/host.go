// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"os"
	"runtime"
	"strings"
)

// Host is everything that the package reads of a machine. The zero value is this machine, seen by this process. A Host is
// never changed by its methods and may be used by several goroutines at once.
type Host struct {
	// GOOS is the operating system in Go's words; "" means runtime.GOOS.
	GOOS string
	// Arch is the architecture word of manifest names, such as "x86_64" (rule L6). It is a property of the loader and thus
	// of the application, not of the kernel. "" means the word of this build.
	Arch string
	// Root is the folder that stands for "/"; "" means "/". Symbolic links, absolute ones included, are resolved inside it
	// and never lead out of it.
	Root string
	// Dir is the working directory, a path inside Root, that relative paths are relative to. "" means os.Getwd, or "/" when
	// Root is set.
	Dir string
	// User is the name of the user whose environment LookupEnv answers for. "" means the user whose home folder is $HOME
	// according to /etc/passwd.
	User string
	// LookupEnv returns the value of an environment variable and whether it is set. nil means os.LookupEnv.
	LookupEnv func(string) (string, bool)
	// ActiveRuntime returns what Windows' registry has for the value ActiveRuntime of [ActiveRuntimeKey], and false where
	// there is no such value. nil reads this machine's registry.
	ActiveRuntime func() (value string, found bool, err error)
	// Secure tells whether programs run set-user-ID or the like, so that the loader ignores the environment (rule L7). nil
	// asks the operating system about this process.
	Secure func() bool
	// SysConfDirs are the folders that were compiled into the loader: SYSCONFDIR, then EXTRASYSCONFDIR. nil means
	// /usr/local/etc and /etc, Khronos' default build; a distribution's loader usually has /etc alone.
	SysConfDirs []string
}

// fallbackConfigDirs and fallbackDataDirs stand in for XDG_CONFIG_DIRS and XDG_DATA_DIRS.
const (
	fallbackConfigDirs = "/etc/xdg"
	fallbackDataDirs   = "/usr/local/share:/usr/share"
)

func (h Host) goos() string {
	if h.GOOS != "" {
		return h.GOOS
	}
	return runtime.GOOS
}

func (h Host) arch() string {
	if h.Arch != "" {
		return h.Arch
	}
	return archOfBuild[runtime.GOARCH]
}

// secure is false on macOS, whose loader has no secure_getenv.
func (h Host) secure() bool {
	if h.goos() == "darwin" {
		return false
	}
	if h.Secure != nil {
		return h.Secure()
	}
	return processIsSecure()
}

// dir returns the working directory, or "" when the operating system does not know it.
func (h Host) dir() string {
	if h.Dir != "" {
		return h.Dir
	}
	if h.Root != "" {
		return "/"
	}
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	return dir
}

// absolute returns the path as seen from "/". It does not clean it: "a/../b" is not "b" when a is a symbolic link.
func (h Host) absolute(path string) string {
	if path == "" || isAbsolute(h.goos(), path) {
		return path
	}
	return join(h.goos(), h.dir(), path)
}

func (h Host) lookup() func(string) (string, bool) {
	if h.LookupEnv == nil {
		return os.LookupEnv
	}
	return h.LookupEnv
}

// variable is an environment variable as the loader sees it through secure_getenv.
type variable struct {
	name, value string
	state       variableState
}

type variableState uint8

const (
	variableSet variableState = iota
	variableUnset
	variableEmpty
	variableIgnored
)

// env reads a variable. Its value is empty unless it is set and honoured.
func (h Host) env(name string) variable {
	value, set := h.lookup()(name)
	switch {
	case !set:
		return variable{name: name, state: variableUnset}
	case value == "":
		return variable{name: name, state: variableEmpty}
	case h.secure():
		return variable{name: name, state: variableIgnored}
	}
	return variable{name: name, value: value}
}

// isAbsolute tells whether a path is absolute to the loader of an operating system.
func isAbsolute(goos, path string) bool {
	if goos != "windows" {
		return strings.HasPrefix(path, "/")
	}
	slashed := strings.ReplaceAll(path, `\`, "/")
	return strings.HasPrefix(slashed, "//") || (len(slashed) > 2 && slashed[1:3] == ":/")
}

// join puts a relative path behind a folder without cleaning the result, as std::filesystem does.
func join(goos, folder, path string) string {
	separators := "/"
	separator := "/"
	if goos == "windows" {
		separators, separator = `\/`, `\`
	}
	if folder == "" {
		return path
	}
	return strings.TrimRight(folder, separators) + separator + path
}

// parent returns the folder of a path; "/x" has the parent "/".
func parent(goos, path string) string {
	separators := "/"
	if goos == "windows" {
		separators = `\/`
	}
	last := strings.LastIndexAny(path, separators)
	if last < 0 {
		return ""
	}
	return path[:max(last, 1)]
}
