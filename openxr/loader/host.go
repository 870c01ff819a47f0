// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"os"
	"runtime"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/process"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// Host is everything that the package reads of a machine. The zero value is this machine as this process sees it. No method
// changes a Host, and several goroutines may use one at once.
type Host struct {
	// GOOS is Go's name of the operating system; "" means runtime.GOOS.
	GOOS string
	// Arch is the architecture word of manifest names, such as "x86_64" (rule L6). It is the architecture of the loader,
	// and so of the application, not that of the kernel. "" means the architecture of this build.
	Arch string
	// Loader is the version of the Khronos loader that programs use; zero means [Newest].
	Loader Version
	// LoaderFile is the library of the Khronos loader that Loader was read from, or "". Nothing here depends on it.
	LoaderFile string
	// Root is the directory that stands for "/"; "" means "/". All symbolic links, also absolute ones, are resolved inside
	// it and never lead out of it. Of Windows it holds the drives: C: is the first that exists of the directories dosdevices/c:, C, c
	// and drive_c, or the root itself if it has a directory Windows. Case does not count in its paths.
	Root string
	// Mounts, if not nil, are all that programs see of Root, as in a container. Links are followed as the programs follow them:
	// one that leads to what is not shown is dangling.
	Mounts []Mount
	// Place names where the programs run that see the machine so, such as "flatpak:org.example.App"; "" means here.
	Place string
	// Dir is the working directory, as a path inside Root. "" means os.Getwd, or on another machine "/" or C:\.
	Dir string
	// User is the name of the user whose environment LookupEnv returns. "" means the user whose home directory is $HOME
	// according to /etc/passwd.
	User string
	// LookupEnv returns the value of an environment variable and reports whether it is set. nil means os.LookupEnv.
	LookupEnv func(string) (string, bool)
	// Registry is Windows' registry, such as a [registry.Registry] that was read from an export. nil means that of this machine, if the
	// host is this machine; that of another one is not known ([ErrUnknownRegistry]). What it does not hold does not exist.
	Registry registry.Source
	// Secure reports whether programs run set-user-ID, set-group-ID or elevated, so that the loader ignores the environment
	// (rules L7 and W5). nil asks the operating system about this process. On macOS it has no effect (rule M3).
	Secure func() bool
	// Wine reports whether programs for Windows run under Wine here. nil asks this process. Elsewhere it has no effect.
	Wine func() bool
	// SysConfDirs are the directories that were compiled into the loader on Linux: SYSCONFDIR, then EXTRASYSCONFDIR. nil
	// means /usr/local/etc and /etc, as in Khronos' default build; a distribution's loader usually has only /etc.
	SysConfDirs []string
	// memory is set during a search.
	memory *tree.Memory
}

// Mount shows a part of Root at a path, or makes something there. Of mounts above a path the nearest one counts.
type Mount struct {
	// At is an absolute path without links, "." and "..".
	At string
	// From is the path inside Root of what is shown, without links. "" makes an empty directory, unless Link is set.
	From string
	// Link is where a symbolic link at At leads; "" makes none.
	Link string
}

// System returns the operating system in Go's words.
func (h Host) System() string { return h.goos() }

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

// secure reports whether the loader ignores the environment. It is false on macOS, which has no secure_getenv (rule M3).
func (h Host) secure() bool {
	if h.goos() == "darwin" {
		return false
	}
	if h.Secure != nil {
		return h.Secure()
	}
	return h.goos() == runtime.GOOS && process.IsSecure()
}

// SecureExecution reports whether the loader ignores variables because of the rights that programs have (rules L7, W5 and M3), and
// says why in words. It reports no answer for another root, unless Secure says it: nothing there tells how programs are started.
func (h Host) SecureExecution() (secure, known bool, because string) {
	switch {
	case h.goos() == "darwin":
		return false, true, "the loader for macOS knows no secure execution"
	case h.Secure == nil && h.Root != "":
		return false, false, "how programs of another root are started is not known"
	case h.Secure == nil && !h.isHere():
		return false, false, "how programs of another machine are started is not known"
	case !h.secure():
		return false, true, "programs run with the rights of their user"
	}
	return true, true, h.secureReason()
}

// secureReason says why variables are ignored.
func (h Host) secureReason() string {
	switch {
	case h.goos() != "windows":
		return "programs run with another user's rights here"
	case h.wine():
		return "under Wine every program has high integrity, as elevated ones have"
	}
	return "programs run elevated here"
}

// dir returns the working directory, or "" if the operating system does not know it.
func (h Host) dir() string {
	if h.Dir != "" {
		return h.Dir
	}
	switch {
	case !h.isHere() && h.goos() == "windows":
		return `C:\`
	case !h.isHere():
		return "/"
	}
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	return dir
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

// env reads a variable. Its value is empty unless it is set and the loader does not ignore it.
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
