// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"fmt"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/report"
)

// applicationName is what runtimes are told. It is a constant, since some act on it.
const applicationName = "xrprobe"

// climber climbs the ladder for one runtime, in whatever process it runs.
type climber struct {
	request  request
	send     func(step) error
	found    findings
	entry    *openxr.Entry
	instance *openxr.Instance
	systems  []*openxr.System
	// unload gives back what only a data sheet's runtime takes; no other is unloaded.
	unload func()
}

// rung is one level of the ladder and what is done there.
type rung struct {
	level report.Level
	climb func(*climber) *report.Cause
}

func ladder() []rung {
	return []rung{
		{report.LevelLibrary, (*climber).load},
		{report.LevelExtensions, (*climber).listExtensions},
		{report.LevelInstance, (*climber).createInstance},
		{report.LevelSystem, (*climber).findSystems},
		{report.LevelProperties, (*climber).readProperties},
		{report.LevelSession, (*climber).holdSessions},
	}
}

// climb does what was asked for, and tells of each rung before and after it. An
// error means that nobody listens any more.
func (c *climber) climb() error {
	for _, rung := range ladder() {
		if !c.request.Level.AtLeast(rung.level) {
			break
		}
		if err := c.send(step{Begin: rung.level}); err != nil {
			return err
		}
		if cause := rung.climb(c); cause != nil {
			cause.Level = rung.level
			return c.send(step{Cause: cause, Findings: &c.found, End: true})
		}
		end := rung.level == c.request.Level
		if err := c.send(step{Done: rung.level, Findings: &c.found, End: end}); err != nil {
			return err
		}
	}
	return nil
}

func (c *climber) load() *report.Cause {
	var err error
	switch {
	case c.request.Sheet != nil:
		c.entry, err = c.loadSheet()
	case c.request.Via == ViaLoader:
		c.entry, err = openxr.FromLoader(c.request.Loader)
	default:
		c.entry, err = openxr.FromManifest(loader.Manifest{Library: c.request.Library, Functions: c.request.Functions})
	}
	return causeOf(err)
}

func (c *climber) listExtensions() *report.Cause {
	extensions, err := c.entry.Extensions()
	if err != nil {
		return causeOf(err)
	}
	c.found.Extensions = make([]report.Extension, 0, len(extensions))
	for _, extension := range extensions {
		c.found.Extensions = append(c.found.Extensions, report.Extension(extension))
	}
	return nil
}

// createInstance asks for OpenXR 1.1 and, where a runtime refuses that, for 1.0.
func (c *climber) createInstance() *report.Cause {
	version := xr.MakeVersion(1, 1, 0)
	instance, err := c.create(version)
	if result, _ := openxr.ResultOf(err); result == xr.ErrorApiVersionUnsupported {
		version = xr.MakeVersion(1, 0, 0)
		instance, err = c.create(version)
	}
	if err != nil {
		return causeOf(err)
	}
	c.instance = instance
	c.found.Enabled = append([]string{}, c.sessionExtensions()...)
	c.found.APIVersion = new(fmt.Sprintf("%d.%d", version.Major(), version.Minor()))
	properties, err := instance.Properties()
	if err != nil {
		return causeOf(err)
	}
	c.found.Name = &properties.RuntimeName
	c.found.Version = new(properties.RuntimeVersion.String())
	return nil
}

func (c *climber) create(version xr.Version) (*openxr.Instance, error) {
	return c.entry.CreateInstance(openxr.InstanceInfo{ApplicationName: applicationName, APIVersion: version, Extensions: c.sessionExtensions()})
}

// findSystems asks for every form factor. A form factor that is refused is an answer.
func (c *climber) findSystems() *report.Cause {
	c.found.Systems = []report.System{}
	for _, formFactor := range []xr.FormFactor{xr.FormFactorHeadMountedDisplay, xr.FormFactorHandheldDisplay} {
		system, err := c.instance.System(formFactor)
		if result, _ := openxr.ResultOf(err); result == xr.ErrorInstanceLost {
			return causeOf(err)
		}
		c.found.Systems = append(c.found.Systems, c.describe(formFactor, err))
		c.systems = append(c.systems, system)
	}
	return nil
}

func (c *climber) describe(formFactor xr.FormFactor, err error) report.System {
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
		c.trouble(err)
	}
	return system
}

// readProperties reads what each system that was found offers. What one command
// fails to tell stays unknown, and the rest is asked all the same.
func (c *climber) readProperties() *report.Cause {
	for i, system := range c.systems {
		if system == nil {
			continue
		}
		c.readBase(system, &c.found.Systems[i])
		c.readViewConfigurations(system, &c.found.Systems[i])
	}
	return nil
}

func (c *climber) readBase(system *openxr.System, out *report.System) {
	properties, err := system.Properties()
	if err != nil {
		c.trouble(err)
		return
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
}

func (c *climber) readViewConfigurations(system *openxr.System, out *report.System) {
	types, err := system.ViewConfigurations()
	if err != nil {
		c.trouble(err)
		return
	}
	out.ViewConfigurations = make([]report.ViewConfiguration, 0, len(types))
	for _, configuration := range types {
		out.ViewConfigurations = append(out.ViewConfigurations, c.readViewConfiguration(system, configuration))
	}
}

func (c *climber) readViewConfiguration(system *openxr.System, configuration xr.ViewConfigurationType) report.ViewConfiguration {
	out := report.ViewConfiguration{Type: configuration.String()}
	if mutable, err := system.FovMutable(configuration); err != nil {
		c.trouble(err)
	} else {
		out.FovMutable = &mutable
	}
	if views, err := system.Views(configuration); err != nil {
		c.trouble(err)
	} else {
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
	if modes, err := system.BlendModes(configuration); err != nil {
		c.trouble(err)
	} else {
		out.BlendModes = make([]string, 0, len(modes))
		for _, mode := range modes {
			out.BlendModes = append(out.BlendModes, mode.String())
		}
	}
	return out
}

// trouble notes an answer that could not be had, while the rest goes on.
func (c *climber) trouble(err error) {
	id := "call_failed"
	if errors.Is(err, openxr.ErrDistrusted) {
		id = "answer_distrusted"
	}
	c.found.Problems = append(c.found.Problems, report.Problem{
		ID: id, Severity: report.SeverityWarning, Text: err.Error(),
	})
}
