// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package runtimejson

import (
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/internal/lazyregexp"
)

// WorkingDirectory stands in the place of the right path where the value is right in another working directory.
const WorkingDirectory = "$PWD"

// value is what the variable is set to on a host, and the path that the loader takes it for.
type value struct {
	host       loader.Host
	text, path string
}

// Explain says why a value leads to no file, and returns the right path, or "" if that is not known. The text is "" if the value looks
// like a path.
func Explain(h loader.Host, text, file string) (because, right string) {
	v := value{host: h, text: text, path: file}
	for _, explain := range []func() (string, string){v.quoted, v.spaced, v.unexpanded, v.tilde, v.url, v.steamContainer, v.relative, v.deployment, v.list} {
		if because, right := explain(); because != "" {
			return because, right
		}
	}
	return "", ""
}

// isFile reports whether a path leads to a regular file.
func (v value) isFile(file string) bool {
	info := v.host.FileAt(file)
	return info.State == loader.StateFound && info.Mode.IsRegular()
}

// known returns a path if it leads to a file, else "".
func (v value) known(file string) string {
	if !v.isFile(file) {
		return ""
	}
	return file
}

// The functions below explain one kind of value each. They return "" for another kind, and the right path if it is known.

// quoted is about quotation marks, which a shell takes away and other readers keep.
func (v value) quoted() (text, right string) {
	inner := v.text
	for _, mark := range []string{`"`, "'"} {
		inner = strings.TrimSuffix(strings.TrimPrefix(inner, mark), mark)
	}
	if inner == v.text {
		return "", ""
	}
	return fmt.Sprintf("XR_RUNTIME_JSON is %s, and the quotation marks are part of the path: the loader looks for %s, which does not exist", v.text, v.path), v.known(inner)
}

// spaced is about white space around a path.
func (v value) spaced() (text, right string) {
	inner, visible := strings.TrimSpace(v.text), strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`)
	if inner == v.text {
		return "", ""
	}
	return fmt.Sprintf(`XR_RUNTIME_JSON is "%s", and the white space around the path is part of it: the loader finds no such file`, visible.Replace(v.text)), v.known(inner)
}

// variable is a name behind "$" at the beginning of a path, or in "%" there on Windows.
var variable = lazyregexp.Regexp{Source: `^(?:\$([A-Za-z_][A-Za-z0-9_]*)|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|%([A-Za-z_][A-Za-z0-9_]*)%)`}

// unexpanded is about "$HOME/x.json", which a shell writes out and the loader does not.
func (v value) unexpanded() (text, right string) {
	match := variable.Get().FindStringSubmatch(v.text)
	if match == nil || match[3] != "" && v.host.System() != "windows" {
		return "", ""
	}
	name := match[1] + match[2] + match[3]
	if content, set := v.host.Getenv(name); set && content != "" {
		right = v.known(content + v.text[len(match[0]):])
	}
	return fmt.Sprintf("XR_RUNTIME_JSON is %s, and the loader does not write out the variable %s: it looks for %s, which does not exist", v.text, name, v.path), right
}

// tilde is about "~/x.json" and "~user/x.json".
func (v value) tilde() (text, right string) {
	if !strings.HasPrefix(v.text, "~") {
		return "", ""
	}
	user, rest, _ := strings.Cut(v.text[1:], "/")
	home, _ := v.host.Getenv("HOME")
	if user != "" {
		home = ""
		if other, err := v.host.ForUser(user); err == nil {
			home, _ = other.Getenv("HOME")
		}
	}
	if file := path.Join(home, rest); path.IsAbs(home) && v.isFile(file) {
		right = file
	}
	return fmt.Sprintf("XR_RUNTIME_JSON is %s, and the loader does not expand ~: it looks for %s, which does not exist", v.text, v.path), right
}

// url is about "file:///x.json".
func (v value) url() (text, right string) {
	file, ok := strings.CutPrefix(v.text, "file://")
	if !ok {
		return "", ""
	}
	if v.isFile(file) {
		right = file
	}
	return fmt.Sprintf("XR_RUNTIME_JSON is the URL %s, where the loader needs a path", v.text), right
}

// steamContainer is about the paths that the machine has inside Steam's container.
func (v value) steamContainer() (text, right string) {
	const runHost = "/run/host"
	file, ok := strings.CutPrefix(v.path, runHost+"/")
	if !ok || v.host.FileAt(runHost).State != loader.StateMissing {
		return "", ""
	}
	file = "/" + file
	text = fmt.Sprintf("XR_RUNTIME_JSON names %s: /run/host is how Steam's container sees this machine, and outside it ", v.path)
	if !v.isFile(file) {
		return text + file + " does not exist either", ""
	}
	return text + "the file is " + file, file
}

// relative is about a path that depends on the working directory.
func (v value) relative() (text, right string) {
	if v.host.System() == "windows" || path.IsAbs(v.text) {
		return "", ""
	}
	return fmt.Sprintf("XR_RUNTIME_JSON is the relative path %s, which depends on the current directory: here it is %s, which does not exist", v.text, v.path), WorkingDirectory
}

// deployment is about a flatpak's directory that is gone.
func (v value) deployment() (text, right string) {
	gone, ok := hostfacts.GoneDeployment(v.host, v.path)
	if !ok || !v.isFile(gone.Current) {
		return "", ""
	}
	return fmt.Sprintf("XR_RUNTIME_JSON names %s: the version %s of the flatpak %s is no longer installed, and the manifest is now at %s", v.path, gone.Hash, gone.ID, gone.Current), gone.Current
}

// list is about several paths.
func (v value) list() (text, right string) {
	first, _, ok := strings.Cut(v.text, ":")
	if !ok || v.host.System() == "windows" || !v.isFile(first) {
		return "", ""
	}
	return fmt.Sprintf("XR_RUNTIME_JSON is %s, and the loader takes that as one path, not as a list", v.text), first
}
