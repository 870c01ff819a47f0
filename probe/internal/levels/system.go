// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// findSystems asks for every form factor. A form factor that is refused is an answer.
func (a *asker) findSystems() *report.Cause {
	a.runtime.Systems = []report.System{}
	for _, formFactor := range []xr.FormFactor{xr.FormFactorHeadMountedDisplay, xr.FormFactorHandheldDisplay} {
		a.ask(wire.Question{Command: "xrGetSystem", Of: formFactor.String()})
		system, err := a.instance.System(formFactor)
		if result, _ := openxr.ResultOf(err); result == xr.ErrorInstanceLost {
			return causeOf(err)
		}
		a.runtime.Systems = append(a.runtime.Systems, a.describe(formFactor, err))
		a.systems = append(a.systems, system)
	}
	return nil
}

func (a *asker) describe(formFactor xr.FormFactor, err error) report.System {
	system := report.System{FormFactor: formFactor.String(), Status: report.SystemAvailable}
	if err == nil {
		return system
	}
	result, known := openxr.ResultOf(err)
	if known {
		system.Result = new(result.String())
	}
	switch {
	case known && result == xr.ErrorFormFactorUnavailable:
		system.Status = report.SystemUnavailable
	case known && result == xr.ErrorFormFactorUnsupported:
		system.Status = report.SystemUnsupported
	default:
		system.Status = report.SystemFailed
		a.addProblem(err)
	}
	return system
}

// readProperties reads what each available system offers. If one command fails, its answer
// stays unknown and the rest is asked.
func (a *asker) readProperties() *report.Cause {
	a.configurations = map[*openxr.System][]xr.ViewConfigurationType{}
	for i, system := range a.systems {
		if system == nil {
			continue
		}
		out := &a.runtime.Systems[i]
		base := a.readBase(system, out)
		configurations := a.readViewConfigurations(system, out)
		a.configurations[system] = configurations
		a.keep()
		a.readStructures(system, out, base)
		for j, configuration := range configurations {
			a.readViewStructures(system, out.FormFactor, configuration, &out.ViewConfigurations[j])
		}
		a.keep()
		a.askQueries(system, out)
		a.keep()
	}
	return nil
}

func (a *asker) readBase(system *openxr.System, out *report.System) error {
	if !a.ask(wire.Question{Command: "xrGetSystemProperties", Of: out.FormFactor}) {
		return errNotSurvived
	}
	properties, err := system.Properties()
	if err != nil {
		a.addProblem(err)
		return err
	}
	out.Name = &properties.Name
	out.VendorID = &properties.VendorID
	out.Graphics = &report.Graphics{
		MaxSwapchainImageWidth:  properties.MaxSwapchainImageWidth,
		MaxSwapchainImageHeight: properties.MaxSwapchainImageHeight,
		MaxLayerCount:           properties.MaxLayerCount,
	}
	out.Tracking = &report.Tracking{
		Orientation: properties.OrientationTracking,
		Position:    properties.PositionTracking,
	}
	return nil
}

func (a *asker) readViewConfigurations(system *openxr.System, out *report.System) []xr.ViewConfigurationType {
	if !a.ask(wire.Question{Command: "xrEnumerateViewConfigurations", Of: out.FormFactor}) {
		return nil
	}
	types, err := system.ViewConfigurations()
	if err != nil {
		a.addProblem(err)
		return nil
	}
	out.ViewConfigurations = make([]report.ViewConfiguration, 0, len(types))
	for _, configuration := range types {
		out.ViewConfigurations = append(out.ViewConfigurations, a.readViewConfiguration(system, out.FormFactor, configuration))
	}
	return types
}

func (a *asker) readViewConfiguration(system *openxr.System, formFactor string, configuration xr.ViewConfigurationType) report.ViewConfiguration {
	out := report.ViewConfiguration{Type: configuration.String()}
	of := formFactor + ", " + out.Type
	if a.ask(wire.Question{Command: "xrGetViewConfigurationProperties", Of: of}) {
		a.readFovMutable(system, configuration, &out)
	}
	if a.ask(wire.Question{Command: "xrEnumerateViewConfigurationViews", Of: of}) {
		a.readViews(system, configuration, &out)
	}
	if a.ask(wire.Question{Command: "xrEnumerateEnvironmentBlendModes", Of: of}) {
		a.readBlendModes(system, configuration, &out)
	}
	return out
}

func (a *asker) readFovMutable(system *openxr.System, configuration xr.ViewConfigurationType, out *report.ViewConfiguration) {
	mutable, err := system.FovMutable(configuration)
	if err != nil {
		a.addProblem(err)
		return
	}
	out.FovMutable = &mutable
}

func (a *asker) readViews(system *openxr.System, configuration xr.ViewConfigurationType, out *report.ViewConfiguration) {
	views, err := system.Views(configuration)
	if err != nil {
		a.addProblem(err)
		return
	}
	out.Views = make([]report.View, 0, len(views))
	for _, view := range views {
		out.Views = append(out.Views, report.View{
			RecommendedImageRectWidth:       view.RecommendedImageRectWidth,
			RecommendedImageRectHeight:      view.RecommendedImageRectHeight,
			MaxImageRectWidth:               view.MaxImageRectWidth,
			MaxImageRectHeight:              view.MaxImageRectHeight,
			RecommendedSwapchainSampleCount: view.RecommendedSwapchainSampleCount,
			MaxSwapchainSampleCount:         view.MaxSwapchainSampleCount,
		})
	}
}

func (a *asker) readBlendModes(system *openxr.System, configuration xr.ViewConfigurationType, out *report.ViewConfiguration) {
	modes, err := system.BlendModes(configuration)
	if err != nil {
		a.addProblem(err)
		return
	}
	out.BlendModes = make([]string, 0, len(modes))
	for _, mode := range modes {
		out.BlendModes = append(out.BlendModes, mode.String())
	}
}
