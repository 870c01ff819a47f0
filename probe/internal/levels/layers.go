// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"errors"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// askLayers loads the request's API layers and negotiates with each, as the Khronos loader does. What a layer answers decides
// nothing in this process, which ends afterwards (rule Y18).
func (a *asker) askLayers() error {
	if err := a.tools.Send(wire.Step{Begin: report.LevelLibrary}); err != nil {
		return err
	}
	for _, layer := range a.request.Layers {
		if err := a.tools.Send(wire.Step{Layers: []wire.LayerAnswer{a.askLayer(layer)}}); err != nil {
			return err
		}
	}
	return a.tools.Send(wire.Step{Effects: a.effects(report.LevelLibrary), End: true})
}

func (a *asker) askLayer(layer wire.Layer) wire.LayerAnswer {
	a.ask(wire.Question{Command: "load the library of the API layer", Of: layer.Name})
	library, err := openxr.Load(loader.Manifest{Library: layer.Library, Functions: layer.Functions})
	if err != nil {
		return wire.LayerAnswer{Result: xr.ErrorFileAccessError.String(), Code: report.CauseLoadFailed, Text: err.Error()}
	}
	a.ask(wire.Question{Command: loader.NegotiateLayerFunction, Of: layer.Name})
	err = library.NegotiateLayer(layer.Name)
	var refused *openxr.NegotiationError
	if errors.As(err, &refused) {
		return wire.LayerAnswer{Result: refused.Result.String(), Code: string(refused.Reason), Text: refused.Text}
	}
	return wire.LayerAnswer{Result: xr.Success.String()}
}
