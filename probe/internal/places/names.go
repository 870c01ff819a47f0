// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

import (
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// vendors are parts of the names of libraries and manifests, and what they tell: the runtime's name, and who makes it.
var vendors = []struct{ part, name, vendor string }{
	{"wivrn", "WiVRn", "the WiVRn project"}, {"vrclient", "SteamVR", "Valve"}, {"steamxr", "SteamVR", "Valve"},
	{"mixedrealityruntime", "Windows Mixed Reality", "Microsoft"}, {"oculus_openxr", "Oculus", "Meta"}, {"varjoopenxr", "Varjo", "Varjo"}, {"viveopenxr", "VIVE", "HTC"},
	{"virtualdesktop-openxr", "VirtualDesktopXR", ""},
	{"cloudxr", "CloudXR", "NVIDIA"}, {"meta_openxr_simulator", "Meta XR Simulator", "Meta"}, {"monado", "Monado", "the Monado project"},
}

// NameOf returns the runtime's name, or what its library or its file tells of it.
func NameOf(m loader.Manifest) string {
	if m.Name != "" {
		return m.Name
	}
	if name, _, known := tell(m); known {
		return name
	}
	return strings.TrimSuffix(m.Path[strings.LastIndexAny(m.Path, `/\`)+1:], ".json")
}

// VendorOf returns who makes the runtime, as far as the names of its library and its file tell, or "".
func VendorOf(m loader.Manifest) string {
	_, vendor, _ := tell(m)
	return vendor
}

// Called returns the known runtime whose name is in a text, or "".
func Called(text string) string {
	for _, v := range vendors {
		if strings.Contains(strings.ToLower(text), strings.ToLower(v.name)) {
			return v.name
		}
	}
	return ""
}

func tell(m loader.Manifest) (name, vendor string, known bool) {
	for _, text := range []string{m.Library, m.Path, m.Canonical} {
		text = strings.ToLower(text[strings.LastIndexAny(text, `/\`)+1:])
		for _, v := range vendors {
			if strings.Contains(text, v.part) {
				return v.name, v.vendor, true
			}
		}
	}
	return "", "", false
}

// Whose says in words to whom an installed runtime belongs.
func Whose(h loader.Host, found loader.Found) string {
	home := variable(h, "HOME")
	switch {
	case found.Source == InSteam || found.Source == InFlatpak:
		return "in " + found.Source
	case home != "" && strings.HasPrefix(found.Path, home+"/"):
		return "the user's"
	}
	return "the machine's"
}
