// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// applicationName is what runtimes are told. It is a constant, since some act on it.
const applicationName = "xrprobe"

// climber climbs the ladder for one runtime, in whatever process it runs.
type climber struct {
	request  request
	send     func(step) error
	ledger   *ledger
	found    findings
	entry    *openxr.Entry
	instance *openxr.Instance
	systems  []*openxr.System
	// configurations are the view configurations that the systems listed.
	configurations map[*openxr.System][]xr.ViewConfigurationType
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

// climb does what was asked for, as far as the rungs go, and tells of each before and
// after it. An error means that nobody listens any more.
func (c *climber) climb(rungs []rung) error {
	for _, rung := range rungs {
		if !c.request.Level.AtLeast(rung.level) {
			break
		}
		if err := c.send(step{Begin: rung.level}); err != nil {
			return err
		}
		if rung.level == report.LevelInstance && c.ledger != nil {
			liftLimits()
		}
		if cause := rung.climb(c); cause != nil {
			cause.Level = rung.level
			return c.send(step{Cause: cause, Findings: &c.found, Effects: c.ledger.since(rung.level), End: true})
		}
		end := rung.level == c.request.Level
		if err := c.send(step{Done: rung.level, Findings: &c.found, Effects: c.ledger.since(rung.level), End: end}); err != nil {
			return err
		}
	}
	return nil
}

// ask tells what is about to be asked, so that it is known should there be no answer. It
// reports false where the question is to be left out.
func (c *climber) ask(question string) bool {
	if !c.announce(question) {
		c.found.Problems = append(c.found.Problems, report.Problem{
			ID: "question_left_out", Severity: report.SeverityWarning,
			Text: question + " was not asked again, since the runtime did not survive it; what it would tell is unknown",
		})
		return false
	}
	return true
}

// announce is ask where there is another way to what is left out.
func (c *climber) announce(question string) bool {
	if !c.survived(question) {
		return false
	}
	_ = c.send(step{Call: question}) // what is said last tells whether anybody listens
	return true
}

func (c *climber) survived(question string) bool { return !slices.Contains(c.request.Skip, question) }

func (c *climber) load() *report.Cause {
	var err error
	switch {
	case c.request.Sheet != nil:
		c.entry, err = c.loadSheet()
	case c.request.Via == ViaLoader:
		c.ask("load the Khronos loader")
		c.entry, err = openxr.FromLoader(c.request.Loader)
	default:
		c.entry, err = c.loadLibrary()
	}
	return causeOf(err)
}

func (c *climber) loadLibrary() (*openxr.Entry, error) {
	c.ask("load the library")
	library, err := openxr.Load(loader.Manifest{Library: c.request.Library, Functions: c.request.Functions})
	if err != nil {
		return nil, err
	}
	c.ask(loader.NegotiateFunction)
	return library.Negotiate()
}

func (c *climber) listExtensions() *report.Cause {
	c.ask("xrEnumerateInstanceExtensionProperties")
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

// createInstance makes the instance that everything further is asked of.
func (c *climber) createInstance() *report.Cause {
	instance, err := c.createEnabling(c.worthEnabling())
	if err != nil {
		c.found.Enabled, c.found.APIVersion = nil, nil
		return causeOf(err)
	}
	c.instance = instance
	c.ask("xrGetInstanceProperties")
	properties, err := instance.Properties()
	if err != nil {
		return causeOf(err)
	}
	c.found.Name = &properties.RuntimeName
	c.found.Version = new(properties.RuntimeVersion.String())
	return nil
}

// findSystems asks for every form factor. A form factor that is refused is an answer.
func (c *climber) findSystems() *report.Cause {
	c.found.Systems = []report.System{}
	for _, formFactor := range []xr.FormFactor{xr.FormFactorHeadMountedDisplay, xr.FormFactorHandheldDisplay} {
		c.ask(fmt.Sprintf("xrGetSystem(%s)", formFactor))
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
	c.configurations = map[*openxr.System][]xr.ViewConfigurationType{}
	for i, system := range c.systems {
		if system == nil {
			continue
		}
		out := &c.found.Systems[i]
		base := c.readBase(system, out)
		configurations := c.readViewConfigurations(system, out)
		c.configurations[system] = configurations
		c.keep()
		c.readStructures(system, out, base)
		for j, configuration := range configurations {
			c.readViewStructures(system, out.FormFactor, configuration, &out.ViewConfigurations[j])
		}
		c.keep()
		c.askQueries(system, out)
		c.keep()
	}
	return nil
}

// keep sends what is known by now, lest it be lost with what comes.
func (c *climber) keep() { _ = c.send(step{Findings: &c.found}) }

func (c *climber) readBase(system *openxr.System, out *report.System) error {
	if !c.ask(fmt.Sprintf("xrGetSystemProperties(%s)", out.FormFactor)) {
		return errNotSurvived
	}
	properties, err := system.Properties()
	if err != nil {
		c.trouble(err)
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

func (c *climber) readViewConfigurations(system *openxr.System, out *report.System) []xr.ViewConfigurationType {
	if !c.ask(fmt.Sprintf("xrEnumerateViewConfigurations(%s)", out.FormFactor)) {
		return nil
	}
	types, err := system.ViewConfigurations()
	if err != nil {
		c.trouble(err)
		return nil
	}
	out.ViewConfigurations = make([]report.ViewConfiguration, 0, len(types))
	for _, configuration := range types {
		out.ViewConfigurations = append(out.ViewConfigurations, c.readViewConfiguration(system, out.FormFactor, configuration))
	}
	return types
}

func (c *climber) readViewConfiguration(system *openxr.System, formFactor string, configuration xr.ViewConfigurationType) report.ViewConfiguration {
	out := report.ViewConfiguration{Type: configuration.String()}
	of := fmt.Sprintf("(%s, %s)", formFactor, configuration)
	if c.ask("xrGetViewConfigurationProperties" + of) {
		c.readMutable(system, configuration, &out)
	}
	if c.ask("xrEnumerateViewConfigurationViews" + of) {
		c.readViews(system, configuration, &out)
	}
	if c.ask("xrEnumerateEnvironmentBlendModes" + of) {
		c.readBlendModes(system, configuration, &out)
	}
	return out
}

func (c *climber) readMutable(system *openxr.System, configuration xr.ViewConfigurationType, out *report.ViewConfiguration) {
	mutable, err := system.FovMutable(configuration)
	if err != nil {
		c.trouble(err)
		return
	}
	out.FovMutable = &mutable
}

func (c *climber) readViews(system *openxr.System, configuration xr.ViewConfigurationType, out *report.ViewConfiguration) {
	views, err := system.Views(configuration)
	if err != nil {
		c.trouble(err)
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

func (c *climber) readBlendModes(system *openxr.System, configuration xr.ViewConfigurationType, out *report.ViewConfiguration) {
	modes, err := system.BlendModes(configuration)
	if err != nil {
		c.trouble(err)
		return
	}
	out.BlendModes = make([]string, 0, len(modes))
	for _, mode := range modes {
		out.BlendModes = append(out.BlendModes, mode.String())
	}
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
