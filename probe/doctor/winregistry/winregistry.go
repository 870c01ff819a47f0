// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package winregistry

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

// Fault is what is wrong, and what to do.
type Fault struct{ Text, Fix string }

// The name of the value, and how the keys of 32-bit programs begin.
const (
	name   = "ActiveRuntime"
	all    = registry.LocalMachine + `\SOFTWARE\`
	narrow = all + `WOW6432Node\`
)

// search is one that ended at the registry.
type search struct {
	host   loader.Host
	key    string
	step   report.Step
	usable []loader.Found
}

// Find says what is wrong if the search for the active runtime ended at the registry, and some value there names one. usable are the
// runtimes that are installed and can be used.
func Find(h loader.Host, r *report.Resolution, usable []loader.Found) (Fault, bool) {
	key := places.KeyOf(r)
	if key == "" || h.RegistrySource() == nil || r.Chosen != nil {
		return Fault{}, false
	}
	s := search{host: h, key: key, step: r.Steps[len(r.Steps)-1], usable: usable}
	if value, found := s.value(key); found {
		return s.unusable(value), true
	}
	if s.step.State == string(loader.StateFailed) {
		return Fault{Text: fmt.Sprintf("The key %s cannot be read, so no runtime is active: %s", key, *s.step.Note), Fix: "As administrator, let all users read the key."}, true
	}
	if users := registry.CurrentUser + `\SOFTWARE\` + strings.TrimPrefix(strings.TrimPrefix(key, narrow), all); s.names(users) != "" {
		return s.users(users), true
	}
	if other := otherView(key); s.names(other) != "" {
		return s.others(other), true
	}
	return Fault{}, false
}

// otherView returns the key that programs of the other width read.
func otherView(key string) string {
	if rest, found := strings.CutPrefix(key, narrow); found {
		return all + rest
	}
	return narrow + strings.TrimPrefix(key, all)
}

func (s search) value(key string) (registry.Value, bool) {
	values, _ := s.host.RegistrySource().Values(key) // what cannot be read names nothing that could be told
	at := slices.IndexFunc(values, func(v registry.Value) bool { return strings.EqualFold(v.Name, name) })
	if at < 0 {
		return registry.Value{}, false
	}
	return values[at], true
}

// names returns the text that a key has as the active runtime, or "".
func (s search) names(key string) string {
	value, _ := s.value(key)
	if !isText(value) {
		return ""
	}
	return value.Text()
}

func isText(v registry.Value) bool {
	return v.Kind == registry.String || v.Kind == registry.ExpandString
}

// unusable is about a value that the loader reads, and that leads to no manifest.
func (s search) unusable(v registry.Value) Fault {
	what, right := s.wrong(v)
	return Fault{Text: fmt.Sprintf("The value %s of %s is %s, %s, so no runtime is active.", name, s.key, shown(v), what), Fix: s.fix(right, v)}
}

// wrong says what is wrong with a value, and returns the right path, or "".
func (s search) wrong(v registry.Value) (what, right string) {
	path, note := "", ""
	if s.step.Path != nil {
		path = *s.step.Path
	}
	if s.step.Note != nil {
		note = *s.step.Note
	}
	text := v.Text()
	switch {
	case !isText(v):
		return "and the loader reads only texts", ""
	case text == "":
		return "which names no manifest", ""
	case path == "":
		return "which cannot be used: " + note, "" // it is too long
	case strings.ContainsRune(text, '"'):
		return "whose quotation marks the loader takes as a part of the path", strings.ReplaceAll(text, `"`, "")
	case note != "" && strings.Contains(note, ".json"):
		return "and " + note, path[:len(path)-len(ending(path))] + ".json"
	case note != "":
		return "which leads to no manifest: " + note, ""
	case v.Kind == registry.String && strings.ContainsRune(text, '%'):
		return "in which the loader does not put variables in, since its type is REG_SZ", ""
	case v.Kind == registry.String && !strings.EqualFold(text, path):
		return fmt.Sprintf("which depends on the directory of the program: from here it is %s, which does not exist", path), ""
	case !strings.EqualFold(text, path):
		return fmt.Sprintf("and %s does not exist", path), ""
	}
	if drive := path[:min(len(path), len(`D:\`))]; s.host.FileAt(drive).State != loader.StateFound {
		return "and no drive " + strings.TrimRight(drive, `\/`) + " is here", ""
	}
	return "which does not exist", ""
}

// ending returns what follows the last dot of a file's name, with the dot, or "".
func ending(path string) string {
	at := strings.LastIndexAny(path, `.\/`)
	if at < 0 || path[at] != '.' {
		return ""
	}
	return path[at:]
}

// maxShown is how much of a long value is shown.
const maxShown = 200

// shown is a value in words.
func shown(v registry.Value) string {
	text := v.Text()
	switch {
	case v.Kind == registry.DWord && len(v.Data) == 4:
		return fmt.Sprintf("the number %d", binary.LittleEndian.Uint32(v.Data))
	case !isText(v):
		return v.Kind.String()
	case text == "":
		return "empty"
	case len(text) > maxShown:
		return strings.ToValidUTF8(text[:maxShown], "") + "…"
	}
	return text
}

// fix names the right manifest, else an installed one, else says how the value is repaired or deleted.
func (s search) fix(right string, v registry.Value) string {
	if s.isManifest(right) {
		return "Correct the value, as administrator: " + s.set(right)
	}
	if found, ok := s.instead(v.Text()); ok {
		return fmt.Sprintf("To use %s, as administrator: %s", places.NameOf(found.Manifest), s.set(found.Path))
	}
	return fmt.Sprintf(`Install the software of the headset again, and choose it there as the OpenXR runtime. If it is gone, as administrator: reg delete "%s" /v %s /f`, s.key, name)
}

// set is the command that makes a manifest the active one.
func (s search) set(manifest string) string {
	return fmt.Sprintf(`reg add "%s" /v %s /t REG_SZ /d "%s" /f`, s.key, name, manifest)
}

func (s search) isManifest(path string) bool {
	if path == "" || !strings.HasSuffix(path, ".json") {
		return false
	}
	_, err := s.host.ReadManifest(path)
	return err == nil
}

// instead returns the installed runtime whose manifest has the name of a missing one, or else the first.
func (s search) instead(missing string) (loader.Found, bool) {
	base := func(path string) string { return path[strings.LastIndexAny(path, `\/`)+1:] }
	for _, found := range s.usable {
		if strings.EqualFold(base(found.Path), base(missing)) {
			return found, true
		}
	}
	if len(s.usable) == 0 {
		return loader.Found{}, false
	}
	return s.usable[0], true
}

// users is about a value below HKEY_CURRENT_USER, which the loader never reads (rule W1).
func (s search) users(key string) Fault {
	text := s.names(key)
	fault := Fault{Text: fmt.Sprintf("%s names %s as the active runtime, but OpenXR programs read only %s, which names none.", key, text, s.key)}
	if s.isManifest(text) {
		fault.Fix = "Name it where programs read it, as administrator: " + s.set(text)
		return fault
	}
	fault.Fix = s.choose()
	return fault
}

// others is about a value that only programs of the other width read (rule W3).
func (s search) others(key string) Fault {
	theirs, own := "32-bit", "64-bit"
	if !strings.HasPrefix(key, narrow) {
		theirs, own = own, theirs
	}
	return Fault{Text: fmt.Sprintf("Only %s programs have an active runtime: %s, in %s; %s programs read %s, which names none.", theirs, s.names(key), key, own, s.key), Fix: s.choose()}
}

// choose makes an installed runtime the active one, or says who does.
func (s search) choose() string {
	if len(s.usable) == 0 {
		return "Choose the OpenXR runtime in the software of the headset, which has to run as administrator for that, or install it again."
	}
	return fmt.Sprintf("To use %s, as administrator: %s", places.NameOf(s.usable[0].Manifest), s.set(s.usable[0].Path))
}
