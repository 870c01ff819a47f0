// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// oldOpenKneeboard is about versions whose installer was an MSIX package, with rights that programs stumble over. That they had another name,
// the user's registry, and these directories, is what OpenXR-API-Layers-GUI of the same author knows them by.
var oldOpenKneeboard = lint.Linter{
	ID:       "old_openkneeboard",
	Explain:  "The API layer of an old OpenKneeboard is left, whose files programs may not be able to read.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		why := oldBecause(layer)
		if why == "" || layer.DisabledBy != "" {
			return nil
		}
		return problem("old_openkneeboard", report.SeverityWarning, fmt.Sprintf("%s is one of an old OpenKneeboard, because %s. Not all programs may read its files.", beginning(layer), why),
			"Uninstall every OpenKneeboard, and install the newest. If the layer is left"+asAdministrator(layer.Source)+": "+l.remove(layer))
	}),
}

// oldBecause says what shows that a layer is one of an old OpenKneeboard, or "".
func oldBecause(layer loader.Layer) string {
	switch {
	case layer.Name == "XR_APILAYER_NOVENDOR_OpenKneeboard":
		return "newer ones have another name"
	case layer.Name != openKneeboard:
		return ""
	case strings.HasPrefix(layer.Source, registry.CurrentUser):
		return "it is in the user's registry"
	}
	for _, dir := range []string{"ProgramData", "WindowsApps"} {
		if strings.Contains(layer.Library, `\`+dir+`\`) {
			return "its library is below " + dir
		}
	}
	return ""
}
