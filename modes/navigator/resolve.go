// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// SessionInit is an XRSessionInit. Its feature descriptors are the strings that a page wrote.
// https://www.w3.org/TR/webxr/#dictdef-xrsessioninit
type SessionInit struct {
	RequiredFeatures, OptionalFeatures []string
}

// resolution is the result of resolving requested features: those that are granted, and those that
// need the user's explicit consent.
type resolution struct {
	granted, askRequired, askOptional []webxr.Feature
}

func (r *resolution) has(feature webxr.Feature) bool {
	return slices.Contains(r.granted, feature) || slices.Contains(r.askRequired, feature) || slices.Contains(r.askOptional, feature)
}

// decision is the result for one requested feature.
type decision int

const (
	refused decision = iota
	allowed
	needsConsent
)

// resolve resolves the requested features on a device. It returns false if the device or a policy
// refuses a required feature.
// https://www.w3.org/TR/webxr/#resolve-the-requested-features
//
// D7: the specification refers to the session's mode here, before there is a session.
func (x *XRSystem) resolve(device *Device, mode webxr.SessionMode, init SessionInit) (resolution, bool) {
	var r resolution
	if device == nil || !device.Supports(mode) {
		return r, true
	}
	previously := x.grantedBefore(device, mode)
	for _, feature := range required(mode, init) {
		if r.has(feature) {
			continue
		}
		switch x.check(feature, device, mode, previously) {
		case refused:
			return resolution{}, false
		case allowed:
			r.granted = append(r.granted, feature)
		case needsConsent:
			r.askRequired = append(r.askRequired, feature)
		}
	}
	for _, descriptor := range init.OptionalFeatures {
		feature := webxr.Feature(descriptor)
		if r.has(feature) {
			continue
		}
		switch x.check(feature, device, mode, previously) {
		case allowed:
			r.granted = append(r.granted, feature)
		case needsConsent:
			r.askOptional = append(r.askOptional, feature)
		}
	}
	return r, true
}

// required returns the mode's default features and those that the page requires.
//
// D6: the specification grants the default features before it checks any policy, so that a
// document without "xr-spatial-tracking" would get "local". Here default features are checked
// like all required ones.
func required(mode webxr.SessionMode, init SessionInit) []webxr.Feature {
	features := webxr.DefaultFeatures(mode)
	for _, descriptor := range init.RequiredFeatures {
		features = append(features, webxr.Feature(descriptor))
	}
	return features
}

// check checks one feature. No device is capable of an unknown descriptor.
func (x *XRSystem) check(feature webxr.Feature, device *Device, mode webxr.SessionMode, previously []webxr.Feature) decision {
	for _, policy := range feature.Policies() {
		if !x.document.allows(policy) {
			return refused
		}
	}
	switch {
	case !device.CapableOf(feature, mode):
		return refused
	case feature.NeedsConsent(mode) && !slices.Contains(previously, feature):
		return needsConsent
	default:
		return allowed
	}
}

func (x *XRSystem) grantKey(device *Device, mode webxr.SessionMode) grantKey {
	return grantKey{origin: x.document.Origin, partition: x.document.Partition, device: device.id, mode: mode}
}

// grantedBefore returns the device's set of granted features for this origin.
func (x *XRSystem) grantedBefore(device *Device, mode webxr.SessionMode) []webxr.Feature {
	x.devices.mutex.Lock()
	defer x.devices.mutex.Unlock()
	return x.devices.granted[x.grantKey(device, mode)]
}

// remember adds to the set of granted features. It does not change the old slice, which others
// may still read.
func (x *XRSystem) remember(device *Device, mode webxr.SessionMode, features []webxr.Feature) {
	x.devices.mutex.Lock()
	key := x.grantKey(device, mode)
	set := slices.Clone(x.devices.granted[key])
	for _, feature := range features {
		if !slices.Contains(set, feature) {
			set = append(set, feature)
		}
	}
	x.devices.granted[key] = set
	x.devices.mutex.Unlock()
	x.devices.PermissionsChanged(x.document.Origin)
}
