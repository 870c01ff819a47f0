// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform

import (
	"github.com/xrprobe/xrprobe/modes/report"
)

// markers are files that container managers make, with the manager; "" if the file's content names it. The most telling come first.
var markers = []struct{ file, kind string }{
	{"/.flatpak-info", "flatpak"}, {"/run/.toolboxenv", "toolbox"}, {"/run/systemd/container", ""}, {"/run/.containerenv", "podman"}, {"/.dockerenv", "docker"},
	{"/run/host/container-manager", ""}, {"/run/secrets/kubernetes.io", "kubernetes"}, {"/dev/incus/sock", "lxc"}, {"/dev/lxd/sock", "lxc"},
}

// container looks for the marks of container managers. A container may have none: only where the kernel's own threads are seen,
// which are in no container, the answer is no.
func (m machine) container() report.Virtualization {
	if m.System() != "linux" || m.isAndroid() {
		return unclear("containers are looked for on Linux alone")
	}
	for _, marker := range markers {
		if !m.exists(marker.file) {
			continue
		}
		kind := marker.kind
		if kind == "" {
			kind = m.text(marker.file)
		}
		if kind != wslKind { // the marks of WSL, which is a virtual machine
			return isVirtual(kind, marker.file+" exists")
		}
	}
	if kind := clean(m.env("container")); kind != "" && kind != wslKind {
		return isVirtual(kind, "the environment has the variable container")
	}
	const kernelThread = "/proc/2/comm"
	if m.text(kernelThread) == "kthreadd" {
		return notVirtual("the kernel's threads are seen, and no container manager left a mark")
	}
	return unclear("no container manager left a mark, but the kernel's threads are not seen, as in a container")
}
