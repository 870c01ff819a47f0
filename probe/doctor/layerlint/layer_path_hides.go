// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// layerPathHides is about rule Y3. On Windows the variable hides what the registry names, and no list of directories brings that back.
var layerPathHides = lint.Linter{
	ID:       "layer_path_hides",
	Explain:  "XR_API_LAYER_PATH has the loader search other directories for explicit API layers, so programs that ask for installed ones fail.",
	Thorough: true,
	Check: func(ctx context.Context, p *lint.Patient) []report.Problem {
		l := layers{Patient: p}
		usual := p.Host
		usual.LookupEnv = func(name string) (string, bool) {
			if name == layerPath {
				return "", false
			}
			return p.Host.Getenv(name)
		}
		with, err := p.Host.Layers(ctx)
		without, errWithout := usual.Layers(ctx)
		if err != nil || errWithout != nil || p.GOOS() == "windows" || len(l.list(layerPath)) == 0 {
			return nil
		}
		var hidden, dirs []string
		for _, layer := range without.All {
			if layer.Implicit || !layer.Listed() || isNamed(with, layer.Name) || l.isTold(layer) || slices.Contains(hidden, layer.Name) {
				continue
			}
			hidden = append(hidden, layer.Name)
			if dir := layer.Path[:strings.LastIndex(layer.Path, "/")]; !slices.Contains(dirs, dir) {
				dirs = append(dirs, dir)
			}
		}
		if len(hidden) == 0 {
			return nil
		}
		value := strings.TrimSuffix(strings.Join(l.list(layerPath), ":"), ":") + ":" + strings.Join(dirs, ":")
		return []report.Problem{*problem("layer_path_hides", report.SeverityInfo,
			fmt.Sprintf("%s hides installed API layers, so programs that ask for them fail: %s.", layerPath, strings.Join(hidden, ", ")),
			"Name their directories too: "+shell.Set(p.GOOS(), layerPath, value))}
	},
}

// isNamed reports whether a layer of a name is found.
func isNamed(found loader.Layers, name string) bool {
	return slices.ContainsFunc(found.All, func(layer loader.Layer) bool { return layer.Listed() && layer.Name == name })
}
