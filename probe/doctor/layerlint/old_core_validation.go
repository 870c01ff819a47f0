// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"bufio"
	"io"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// oldCoreValidation is about Debian 13's package, whose layer was run: it refuses structures in which the runtime is to write flags and
// which hold 0 before, and the runtime is never asked. That of 1.1.61 lets them pass. The layer does not tell its release, so it is known
// only where dpkg's list tells it.
var oldCoreValidation = lint.Linter{
	ID:       "old_core_validation",
	Explain:  "The validation layer of OpenXR 1.1.47 is on, which refuses correct calls, such as the one that asks for XrSystemPassthroughProperties2FB.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		if layer.Name != "XR_APILAYER_LUNARG_core_validation" || !l.isOn(layer) || !strings.HasPrefix(layer.Library, "/usr/lib/") || debianVersion(l.Host, "openxr-layer-corevalidation") != "1.1.47" {
			return nil
		}
		return problem("old_core_validation", report.SeverityWarning,
			beginning(layer)+" is that of OpenXR 1.1.47, which refuses correct calls: structures with flags that the runtime is to fill in, and those newer than itself. The runtime is then not asked.", l.turnOff(layer))
	}),
}

// debianVersion returns the upstream version of an installed package, or "".
func debianVersion(h loader.Host, name string) string {
	const maxList = 64 << 20
	list, err := h.Open("/var/lib/dpkg/status")
	if err != nil {
		return ""
	}
	defer list.Close()
	lines := bufio.NewScanner(io.LimitReader(list, maxList))
	lines.Buffer(nil, 1<<20)
	inside := false
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case key == "Package":
			inside = value == name
		case inside && key == "Version":
			upstream, _, _ := strings.Cut(value, "-")
			upstream, _, _ = strings.Cut(upstream, "~")
			return strings.TrimSuffix(upstream, "+ds")
		}
	}
	return ""
}
