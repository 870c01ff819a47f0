// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// silent are the extensions that only add to what is listed: view configurations and
// spatial capabilities, which stay hidden from an instance without them.
var silent = []string{
	xr.MSFTFirstPersonObserverExtensionName, xr.VARJOQuadViewsExtensionName,
	xr.EXTSpatialPlaneTrackingExtensionName, xr.EXTSpatialMarkerTrackingExtensionName, xr.EXTSpatialAnchorExtensionName,
}

// worthEnabling returns the extensions that the runtime lists and that there is
// something to ask of, each behind those that it depends on. Enabling them changes
// nothing by itself.
func (c *climber) worthEnabling() []string {
	if !c.request.Level.AtLeast(report.LevelProperties) {
		return nil
	}
	var names []string
	add := func(extension string) {
		if !c.withheld(extension) {
			names = c.addWithDependencies(names, extension)
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
	// What a session tells of is asked for at its level alone, so that nothing is withheld.
	for _, extension := range slices.Concat(silent, c.sessionExtensions()) {
		names = c.addWithDependencies(names, extension)
	}
	return names
}

func (c *climber) addWithDependencies(names []string, extension string) []string {
	if !c.lists(extension) || slices.Contains(names, extension) {
		return names
	}
	for _, needed := range xr.ExtensionDependencies(extension) {
		names = c.addWithDependencies(names, needed)
	}
	return append(names, extension)
}

// The questions of making an instance, and of making several. That an instance with
// extensions is not survived is no end: it is made with fewer.
const (
	creating   = "xrCreateInstance"
	destroying = "xrDestroyInstance"
)

// extending names the question of adding some extensions to those that were accepted.
func extending(extensions []string) string {
	switch len(extensions) {
	case 0:
		return creating
	case 1:
		return fmt.Sprintf("%s(%s)", creating, extensions[0])
	default:
		return fmt.Sprintf("%s(%d extensions from %s to %s)", creating, len(extensions), extensions[0], extensions[len(extensions)-1])
	}
}

// createEnabling makes an instance with as many of the extensions as the runtime lets
// be enabled. Where it refuses all of them together, those that it does not refuse are
// found by halves, for which the instances in between have to be destroyed.
func (c *climber) createEnabling(extensions []string) (*openxr.Instance, error) {
	instance, err := c.createNewest(extending(extensions), extensions)
	if err == nil || len(extensions) == 0 || !mayMeanExtensions(err) {
		c.found.Enabled = append([]string{}, extensions...)
		return instance, err
	}
	accepted := []string{}
	if c.survived(destroying) {
		if err := c.tryCreating(creating, nil); err != nil {
			return nil, err
		}
		accepted = c.accepted(accepted, extensions)
	}
	for _, extension := range extensions {
		if !slices.Contains(accepted, extension) {
			c.trouble(fmt.Errorf("%s: %w", refused(extension), err))
		}
	}
	c.found.Enabled = accepted
	return c.createNewest(creating, accepted)
}

// mayMeanExtensions tells errors that runtimes give for extensions, among other things.
func mayMeanExtensions(err error) bool {
	result, _ := openxr.ResultOf(err)
	return errors.Is(err, errNotSurvived) || slices.Contains([]xr.Result{
		xr.ErrorExtensionNotPresent, xr.ErrorExtensionDependencyNotEnabled, xr.ErrorInitializationFailed,
		xr.ErrorRuntimeFailure, xr.ErrorValidationFailure, xr.ErrorFeatureUnsupported,
	}, result)
}

// accepted adds to some extensions those of others that may be enabled beside them.
func (c *climber) accepted(base, others []string) []string {
	if both := slices.Concat(base, others); c.tryCreating(extending(others), both) == nil {
		return both
	}
	if len(others) == 1 {
		return base
	}
	half := len(others) / 2
	return c.accepted(c.accepted(base, others[:half]), others[half:])
}

// tryCreating makes an instance, and destroys it: a runtime has but one at a time.
func (c *climber) tryCreating(question string, extensions []string) error {
	instance, err := c.createNewest(question, extensions)
	if err != nil {
		return err
	}
	c.announce(destroying)
	return instance.Destroy()
}

// createNewest asks for OpenXR 1.1 and, where a runtime refuses that, for 1.0.
func (c *climber) createNewest(question string, extensions []string) (*openxr.Instance, error) {
	if !c.announce(question) {
		return nil, fmt.Errorf("%s: %w", question, errNotSurvived)
	}
	var instance *openxr.Instance
	var err error
	for _, version := range []xr.Version{xr.MakeVersion(1, 1, 0), xr.MakeVersion(1, 0, 0)} {
		instance, err = c.entry.CreateInstance(openxr.InstanceInfo{ApplicationName: applicationName, APIVersion: version, Extensions: extensions})
		if result, _ := openxr.ResultOf(err); result != xr.ErrorApiVersionUnsupported {
			c.found.APIVersion = new(fmt.Sprintf("%d.%d", version.Major(), version.Minor()))
			break
		}
	}
	return instance, err
}
