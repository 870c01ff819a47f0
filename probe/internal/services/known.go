// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package services

import (
	"path"
	"slices"
	"strings"
)

// Service is what a runtime's library connects to.
type Service struct {
	Name string
	// Libraries are the file names of the runtime's library, to which a version such as ".25" may be added.
	Libraries []string
	// Program is the service's process.
	Program string
	// Sockets are the names of its socket in XDG_RUNTIME_DIR, the newest first; nil if the service is not found by a socket there.
	Sockets []string
	// Start is the command that starts the service.
	Start string
}

// all are told apart by their libraries, since names change between versions. Older releases of WiVRn use its second socket.
var all = []Service{
	{Name: "Monado", Libraries: []string{"libopenxr_monado.so"}, Program: "monado-service", Sockets: []string{"monado_comp_ipc"}, Start: "monado-service"},
	{Name: "WiVRn", Libraries: []string{"libopenxr_wivrn.so"}, Program: "wivrn-server", Sockets: []string{"wivrn/comp_ipc", "wivrn_comp_ipc"}, Start: "wivrn-dashboard"},
	{Name: "SteamVR", Libraries: []string{"vrclient.so", "vrclient_x64.dll", "vrclient.dll"}, Program: "vrserver", Start: "steam steam://rungameid/250820"},
}

// All returns the services that are known.
func All() []Service { return slices.Clone(all) }

// Of returns the service of a runtime's library.
func Of(library string) (Service, bool) {
	file := path.Base(strings.ReplaceAll(library, `\`, "/"))
	at := slices.IndexFunc(all, func(s Service) bool {
		return slices.ContainsFunc(s.Libraries, func(name string) bool { return file == name || strings.HasPrefix(file, name+".") })
	})
	if at < 0 {
		return Service{}, false
	}
	return all[at], true
}

// Command returns the command that starts the service of a library.
func (s Service) Command(library string) string {
	if s.Name == "WiVRn" && strings.Contains(library, "/flatpak/") {
		return "flatpak run io.github.wivrn.wivrn"
	}
	return s.Start
}
