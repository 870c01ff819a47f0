// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"errors"
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// createInstance creates the instance that all further questions need.
func (a *asker) createInstance() *report.Cause {
	instance, err := a.createEnabling(a.worthEnabling())
	if err != nil {
		a.runtime.EnabledExtensions, a.runtime.APIVersion = nil, nil
		return causeOf(err)
	}
	a.instance = instance
	a.ask(wire.Question{Command: "xrGetInstanceProperties"})
	properties, err := instance.Properties()
	if err != nil {
		return causeOf(err)
	}
	a.runtime.Name = &properties.RuntimeName
	a.runtime.Version = new(properties.RuntimeVersion.String())
	return nil
}

// revealing are extensions without which an instance does not enumerate certain view
// configurations and spatial capabilities.
var revealing = []string{
	xr.MSFTFirstPersonObserverExtensionName, xr.VARJOQuadViewsExtensionName,
	xr.EXTSpatialPlaneTrackingExtensionName, xr.EXTSpatialMarkerTrackingExtensionName, xr.EXTSpatialAnchorExtensionName,
}

// worthEnabling returns the listed extensions that have something to ask for, each behind
// those that it depends on. Enabling them changes nothing by itself.
func (a *asker) worthEnabling() []string {
	if !a.request.Level.AtLeast(report.LevelProperties) {
		return nil
	}
	var names []string
	add := func(extension string) {
		if !a.withholds(extension) {
			names = a.addWithDependencies(names, extension)
		}
	}
	for _, s := range slices.Concat(xr.SystemPropertyStructs(), xr.ViewPropertyStructs()) {
		add(s.Extension)
	}
	for _, query := range openxr.Queries() {
		if query.NotAsked == "" {
			add(query.Extension)
		}
	}
	// A session is created only on request, so its extensions are not withheld.
	for _, extension := range slices.Concat(revealing, a.sessionExtensions()) {
		names = a.addWithDependencies(names, extension)
	}
	return names
}

func (a *asker) addWithDependencies(names []string, extension string) []string {
	if !a.lists(extension) || slices.Contains(names, extension) {
		return names
	}
	for _, needed := range xr.ExtensionDependencies(extension) {
		names = a.addWithDependencies(names, needed)
	}
	return append(names, extension)
}

// withheldBecause is why questions that identify a device are not asked.
const withheldBecause = "it identifies this one device; --identify asks for it"

// withholds reports whether an extension's answers identify one device and the request does
// not allow that.
func (a *asker) withholds(extension string) bool {
	return !a.request.Identify && slices.Contains([]string{
		xr.METAHeadsetIDExtensionName, xr.OCULUSAudioDeviceGuidExtensionName, xr.HTCXViveTrackerInteractionExtensionName,
	}, extension)
}

// creating is the question of creating an instance with some extensions added to those that
// the runtime accepted.
func creating(extensions []string) wire.Question {
	return wire.Question{Command: wire.CreateInstance, Part: rangeOf(extensions, "extensions")}
}

var destroying = wire.Question{Command: wire.DestroyInstance}

// rangeOf names one thing, or the first and the last of several: "7 extensions from XR_A to
// XR_B". It is "" for none.
func rangeOf(names []string, kind string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return fmt.Sprintf("%d %s from %s to %s", len(names), kind, names[0], names[len(names)-1])
	}
}

// createEnabling creates an instance with as many of the extensions as the runtime lets be
// enabled. If the runtime refuses or does not survive all of them together, createEnabling
// finds the accepted ones by halving; it has to destroy the instances in between.
func (a *asker) createEnabling(extensions []string) (*openxr.Instance, error) {
	instance, err := a.createNewest(creating(extensions), extensions)
	if err == nil || len(extensions) == 0 || !mayMeanExtensions(err) {
		a.runtime.EnabledExtensions = append([]string{}, extensions...)
		return instance, err
	}
	accepted := []string{}
	if a.survived(destroying) {
		if err := a.tryCreating(creating(nil), nil); err != nil {
			return nil, err
		}
		accepted = a.accepted(accepted, extensions)
	}
	for _, extension := range extensions {
		if !slices.Contains(accepted, extension) {
			a.addProblem(fmt.Errorf("%s: %w", refused(extension), err))
		}
	}
	a.runtime.EnabledExtensions = accepted
	return a.createNewest(creating(nil), accepted)
}

func refused(extension string) string {
	return "xrCreateInstance refuses to enable " + extension + ", which the runtime lists"
}

// mayMeanExtensions reports whether runtimes give this error for extensions, among other
// things.
func mayMeanExtensions(err error) bool {
	result, _ := openxr.ResultOf(err)
	return errors.Is(err, errNotSurvived) || slices.Contains([]xr.Result{
		xr.ErrorExtensionNotPresent, xr.ErrorExtensionDependencyNotEnabled, xr.ErrorInitializationFailed,
		xr.ErrorRuntimeFailure, xr.ErrorValidationFailure, xr.ErrorFeatureUnsupported,
	}, result)
}

// accepted adds to some extensions those of others that may be enabled beside them.
func (a *asker) accepted(base, others []string) []string {
	if both := slices.Concat(base, others); a.tryCreating(creating(others), both) == nil {
		return both
	}
	if len(others) == 1 {
		return base
	}
	half := len(others) / 2
	return a.accepted(a.accepted(base, others[:half]), others[half:])
}

// tryCreating creates an instance and destroys it: many runtimes allow only one at a time.
func (a *asker) tryCreating(q wire.Question, extensions []string) error {
	instance, err := a.createNewest(q, extensions)
	if err != nil {
		return err
	}
	a.announce(destroying)
	return instance.Destroy()
}

// createNewest asks for OpenXR 1.1 and, if the runtime refuses that, for 1.0.
func (a *asker) createNewest(q wire.Question, extensions []string) (*openxr.Instance, error) {
	if !a.announce(q) {
		return nil, fmt.Errorf("%s: %w", q, errNotSurvived)
	}
	var instance *openxr.Instance
	var err error
	for _, version := range []xr.Version{xr.MakeVersion(1, 1, 0), xr.MakeVersion(1, 0, 0)} {
		instance, err = a.entry.CreateInstance(openxr.InstanceInfo{ApplicationName: applicationName, APIVersion: version, Extensions: extensions})
		if result, _ := openxr.ResultOf(err); result != xr.ErrorApiVersionUnsupported {
			a.runtime.APIVersion = new(fmt.Sprintf("%d.%d", version.Major(), version.Minor()))
			break
		}
	}
	return instance, err
}
