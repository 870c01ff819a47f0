// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"cmp"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// needVulkan are the libraries of runtimes that draw with Vulkan on this machine.
var needVulkan = []string{"libopenxr_monado.so", "libopenxr_wivrn.so"}

// vulkan is the machine of a runtime that needs Vulkan.
type vulkan struct {
	*lint.Patient
	// runtime is the active runtime's name.
	runtime string
}

// vulkanOf reports false if the active runtime is none that is known to need Vulkan here. The service of a flatpak has drivers of
// its own.
func vulkanOf(p *lint.Patient) (vulkan, bool) {
	active := p.Report.Active()
	if p.GOOS() != "linux" || p.Host.Mounts != nil || active == nil || active.Library == nil || strings.Contains(*active.Library, "/flatpak/") {
		return vulkan{}, false
	}
	if !slices.Contains(needVulkan, path.Base(*active.Library)) {
		return vulkan{}, false
	}
	name := "the active runtime"
	if active.Name != nil {
		name = *active.Name
	}
	return vulkan{p, name}, true
}

// forHeadset reports whether images go to a headset: one that is plugged in, or those that WiVRn sends images to. With a simulated one,
// as on a server, a driver that draws with the processor is good enough.
func (v vulkan) forHeadset() bool {
	wired, _ := v.Plugged()
	return len(wired) > 0 || path.Base(*v.Report.Active().Library) == "libopenxr_wivrn.so"
}

// driver is a manifest of a Vulkan driver.
type driver struct {
	manifest, library string
	bare              bool
	// missing is set if the library is known not to be there, and other if it is for programs of another architecture.
	missing, other bool
}

// overrides are the variables that replace the search, the newer one first. An empty one counts as set: the loader then finds nothing, as
// that of 1.4.309 did when it was run.
var overrides = []string{"VK_DRIVER_FILES", "VK_ICD_FILENAMES"}

// override returns the variable that replaces the search, and its value, or "" for both.
func (v vulkan) override() (name, value string) {
	for _, name := range overrides {
		if value, set := v.Host.Getenv(name); set {
			return name, value
		}
	}
	return "", ""
}

// drivers returns the manifests that the Vulkan loader reads, in its order.
func (v vulkan) drivers() []driver {
	var list []driver
	for _, file := range v.manifests() {
		if d, ok := v.read(file); ok && !slices.ContainsFunc(list, func(other driver) bool { return other.manifest == file }) {
			list = append(list, d)
		}
	}
	return list
}

// manifests returns the paths of the manifests.
func (v vulkan) manifests() []string {
	var list []string
	add := func(place string) {
		if place == "" {
			return
		}
		if !v.Host.FileAt(place).Mode.IsDir() {
			list = append(list, place)
			return
		}
		names, _ := v.Host.ReadDir(place) // a closed directory has no names
		slices.Sort(names)
		for _, name := range names {
			if strings.HasSuffix(name, ".json") {
				list = append(list, path.Join(place, name))
			}
		}
	}
	if name, value := v.override(); name != "" {
		for place := range strings.SplitSeq(value, ":") {
			add(place)
		}
		return list
	}
	for place := range strings.SplitSeq(v.Variable("VK_ADD_DRIVER_FILES"), ":") {
		add(place)
	}
	for _, dir := range v.directories() {
		add(path.Join(dir, "vulkan/icd.d"))
	}
	return list
}

// directories are those of XDG, and the loader's own, in the order of the search.
func (v vulkan) directories() []string {
	home := func(name, below string) string {
		if home := v.Variable("HOME"); home != "" {
			below = path.Join(home, below)
		}
		return cmp.Or(v.Variable(name), below)
	}
	list := []string{home("XDG_CONFIG_HOME", ".config")}
	list = append(list, strings.Split(cmp.Or(v.Variable("XDG_CONFIG_DIRS"), "/etc/xdg"), ":")...)
	list = append(list, "/usr/local/etc", "/etc", home("XDG_DATA_HOME", ".local/share"))
	list = append(list, strings.Split(cmp.Or(v.Variable("XDG_DATA_DIRS"), "/usr/local/share:/usr/share"), ":")...)
	return slices.DeleteFunc(list, func(dir string) bool { return !path.IsAbs(dir) })
}

// read reads one manifest. A library_path without a slash is searched by the linker; another one is relative to the manifest.
func (v vulkan) read(file string) (driver, bool) {
	var content struct {
		ICD struct {
			Library string `json:"library_path"`
		}
	}
	data, err := v.Host.ReadFile(file)
	if err != nil || json.Unmarshal(data, &content) != nil || content.ICD.Library == "" {
		return driver{}, false
	}
	d := driver{manifest: file, library: content.ICD.Library}
	d.bare = !strings.Contains(d.library, "/")
	if !d.bare && !path.IsAbs(d.library) {
		d.library = path.Join(path.Dir(file), d.library)
	}
	if v.Level == report.LevelManifest {
		return d, true
	}
	binary := v.Host.InspectLibrary(loader.Manifest{Library: d.library, Bare: d.bare})
	d.missing = binary.Found == loader.No
	d.other = binary.ArchMatches == loader.No
	return d, true
}

// hasVulkan reports whether the Vulkan loader is here. Without it nothing is known of what it would find; that the runtime needs it is
// another problem.
func (v vulkan) hasVulkan() bool {
	return v.Level != report.LevelManifest && v.Host.InspectLibrary(loader.Manifest{Library: "libvulkan.so.1", Bare: true}).Found == loader.Yes
}

// usable are the drivers that programs can load, as far as their files tell.
func (v vulkan) usable() []driver {
	return slices.DeleteFunc(v.drivers(), func(d driver) bool { return d.missing || d.other })
}

// driverPackages are the commands that install the drivers of Mesa, by the system's name in os-release.
var driverPackages = []struct{ system, command string }{
	{"debian", "sudo apt install mesa-vulkan-drivers"},
	{"ubuntu", "sudo apt install mesa-vulkan-drivers"},
	{"fedora", "sudo dnf install mesa-vulkan-drivers"},
}

// installDriver is the fix of a driver that is not there.
func (v vulkan) installDriver() string {
	words := hostfacts.Distribution(v.Host)
	for _, row := range driverPackages {
		if slices.Contains(words, row.system) {
			return "Install the Vulkan driver of the graphics card's maker, or that of Mesa, which is for AMD and Intel: " + row.command
		}
	}
	return "Install the Vulkan driver of the graphics card."
}
