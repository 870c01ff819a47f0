// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// SessionInit is an XRSessionInit. Its descriptors are strings as a page wrote them.
// https://www.w3.org/TR/webxr/#dictdef-xrsessioninit
type SessionInit struct {
	RequiredFeatures, OptionalFeatures []string
}

// resolution is what became of requested features: those granted as they are, and those
// that need the user's explicit consent.
type resolution struct {
	granted, askRequired, askOptional []webxr.Feature
}

func (r *resolution) has(feature webxr.Feature) bool {
	return slices.Contains(r.granted, feature) || slices.Contains(r.askRequired, feature) || slices.Contains(r.askOptional, feature)
}

// verdict is what one requested feature comes to.
type verdict int

const (
	refused verdict = iota
	allowed
	needsConsent
)

// resolve resolves the requested features on a device. It returns false where a required
// feature cannot be had.
// https://www.w3.org/TR/webxr/#resolve-the-requested-features
//
// D7: the specification speaks of the session's mode here, before there is a session.
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
		switch x.judge(feature, device, mode, previously) {
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
		switch x.judge(feature, device, mode, previously) {
		case allowed:
			r.granted = append(r.granted, feature)
		case needsConsent:
			r.askOptional = append(r.askOptional, feature)
		}
	}
	return r, true
}

// required are the mode's default features and those that the page requires.
//
// D6: the specification grants the default features before it looks at any policy, so
// that "local" would be had in a document that may not track in space. Here they are
// required like the others, and meet the same tests.
func required(mode webxr.SessionMode, init SessionInit) []webxr.Feature {
	features := webxr.DefaultFeatures(mode)
	for _, descriptor := range init.RequiredFeatures {
		features = append(features, webxr.Feature(descriptor))
	}
	return features
}

// judge tests one feature. No device is capable of what is no feature descriptor.
func (x *XRSystem) judge(feature webxr.Feature, device *Device, mode webxr.SessionMode, previously []webxr.Feature) verdict {
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

// grantedBefore is the device's set of granted features, for this origin.
func (x *XRSystem) grantedBefore(device *Device, mode webxr.SessionMode) []webxr.Feature {
	x.devices.mutex.Lock()
	defer x.devices.mutex.Unlock()
	return x.devices.granted[x.grantKey(device, mode)]
}

// remember adds to the set of granted features. The slice that was there stays as it is
// for who holds it.
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
