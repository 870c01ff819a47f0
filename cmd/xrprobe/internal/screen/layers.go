// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package screen

import (
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// LayerTable lists the API layers.
func LayerTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "layer", Header: []string{"LAYER", "TYPE", "STATE", "OPENXR", "VERSION", "ARCH", "EXTENSIONS", "MANIFEST", "LIBRARY", "BECAUSE"}}
	for _, layer := range r.Layers {
		state := "off"
		if layer.Enabled {
			state = "on"
		}
		version := ""
		if layer.ImplementationVersion != nil {
			version = fmt.Sprint(*layer.ImplementationVersion)
		}
		var extensions []string
		for _, extension := range layer.Extensions {
			extensions = append(extensions, extension.Name)
		}
		t.Rows = append(t.Rows, []string{prose.Known(layer.Name), string(layer.Type), state, prose.OrEmpty(layer.APIVersion), version, prose.OrEmpty(layer.Arch),
			strings.Join(extensions, " "), layer.Manifest, prose.OrEmpty(layer.Library), layer.Because})
	}
	return t
}

// Program says what a program gets.
func Program(p *prose.Writer, r *report.Report) {
	if !p.Aligned {
		return
	}
	if len(r.Layers) > 0 {
		p.WriteByte('\n')
	}
	switch {
	case r.Program == nil && prose.OrEmpty(r.Host.OS) == "windows":
		p.Entry("Layers", "unknown: what the registry of this Windows holds is not known; give an export of it with --registry FILE.reg")
	case r.Program == nil:
		p.Entry("Layers", "unknown: where programs of this system look for API layers is not known")
	case len(r.Layers) == 0:
		p.Entry("Layers", "none")
	case len(r.Program.Layers) == 0:
		p.Entry("Loaded", "none of them")
	default:
		p.Entry("Loaded", "%s, in this order: the first is nearest the program", strings.Join(r.Program.Layers, ", "))
	}
}
