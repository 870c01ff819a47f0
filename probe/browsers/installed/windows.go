// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"context"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// clients are the keys below which browsers register themselves, each with its name and the command that opens it
// (https://learn.microsoft.com/windows/win32/shell/start-menu-reg).
var clients = []string{`HKEY_LOCAL_MACHINE\SOFTWARE\Clients\StartMenuInternet`, `HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Clients\StartMenuInternet`, `HKEY_CURRENT_USER\SOFTWARE\Clients\StartMenuInternet`}

func onWindows(_ context.Context, h loader.Host) []Browser {
	var found []Browser
	add := func(b Browser) {
		if b.Binary != "" || b.NoBinary != "" {
			same := func(other Browser) bool {
				return strings.EqualFold(other.Binary+other.Name, b.Binary+b.Name) || b.Binary != "" && strings.EqualFold(other.Binary, b.Binary)
			}
			if !slices.ContainsFunc(found, same) {
				found = append(found, b)
			}
		}
	}
	for _, b := range registered(h) {
		add(b)
	}
	for _, base := range programDirs(h) {
		for _, r := range rowsOf("windows") {
			dir := base + `\` + r.files[0]
			if isFile(h, dir+`\`+r.id) {
				add(inDirectory(h, r.name, r.engine, dir, r.id, dir))
			}
		}
		for _, name := range namesIn(h, base) {
			for _, dir := range electronOf(h, base+`\`+name) {
				e := electron(h, dir)
				e.Name = "Electron (" + name + ")"
				add(e)
			}
		}
	}
	return found
}

// programDirs are the directories of programs, those of each user among them.
func programDirs(h loader.Host) []string {
	dirs := []string{`C:\Program Files`, `C:\Program Files (x86)`}
	for _, user := range namesIn(h, `C:\Users`) {
		local := `C:\Users\` + user + `\AppData\Local`
		dirs = append(dirs, local, local+`\Programs`)
	}
	return dirs
}

// electronOf returns the directory of an application of Electron that an installer put into a directory: itself, or the last one of its
// versions.
func electronOf(h loader.Host, dir string) []string {
	if isElectron(h, dir) {
		return []string{dir}
	}
	for _, name := range slices.Backward(namesIn(h, dir)) {
		if strings.HasPrefix(name, "app-") && isElectron(h, dir+`\`+name) {
			return []string{dir + `\` + name}
		}
	}
	return nil
}

// registered returns the browsers that registered themselves.
func registered(h loader.Host) []Browser {
	source, lists := h.RegistrySource().(registry.Lister)
	if !lists {
		return nil
	}
	var found []Browser
	for _, key := range clients {
		names, _ := source.Keys(key) // without the key, none registered itself
		for _, name := range names[:min(len(names), maxBrowsers)] {
			at := key + `\` + name
			command := defaultValue(source, at+`\shell\open\command`)
			program := programOf(command)
			cut := strings.LastIndexByte(program, '\\')
			if cut < 0 {
				continue
			}
			called, file := defaultValue(source, at), program[cut+1:]
			row := slices.IndexFunc(table(), func(r row) bool { return r.system == "windows" && strings.EqualFold(r.id, file) })
			if row < 0 {
				continue
			}
			if called == "" {
				called = name
			}
			found = append(found, inDirectory(h, called, table()[row].engine, program[:cut], file, at))
		}
	}
	return found
}

func defaultValue(source registry.Source, key string) string {
	values, _ := source.Values(key) // without the key there is no value
	for _, v := range values {
		if v.Name == "" && (v.Kind == registry.String || v.Kind == registry.ExpandString) {
			return v.Text()
		}
	}
	return ""
}

// programOf returns the program of a command.
func programOf(command string) string {
	if rest, quoted := strings.CutPrefix(command, `"`); quoted {
		program, _, _ := strings.Cut(rest, `"`)
		return program
	}
	if at := strings.Index(strings.ToLower(command), ".exe"); at >= 0 {
		return command[:at+4]
	}
	return command
}

// inDirectory makes a browser of the directory of its program. What holds OpenXR is a library beside the program, for Chromium in a
// directory that is called as the version.
func inDirectory(h loader.Host, name string, engine report.BrowserEngine, dir, program, source string) Browser {
	b := Browser{Name: name, Engine: engine, Host: h, Source: source}
	library := strings.TrimSuffix(strings.ToLower(program), ".exe") + ".dll"
	if slices.Contains([]string{"brave.exe", "vivaldi.exe"}, strings.ToLower(program)) {
		library = map[string]string{"brave.exe": "chrome.dll", "vivaldi.exe": "vivaldi.dll"}[strings.ToLower(program)]
	}
	switch engine {
	case report.EngineGecko:
		b.Binary = existing(h, dir+`\xul.dll`)
		b.ini()
	case report.EngineServo:
		b.Binary = existing(h, dir+`\`+program)
	default:
		best := ""
		for _, version := range namesIn(h, dir) {
			if isFile(h, dir+`\`+version+`\`+library) && newer(version, best) {
				best = version
			}
		}
		if best != "" {
			b.Binary, b.Version, b.VersionFrom = dir+`\`+best+`\`+library, best, dir
		}
	}
	if b.Binary == "" {
		b.NoBinary = "its library is not in " + dir
	}
	return b
}

func existing(h loader.Host, file string) string {
	if !isFile(h, file) {
		return ""
	}
	return file
}
