// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"slices"
	"sync"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// SessionInit is an XRSessionInit. Its feature descriptors are the strings that a page wrote.
// https://www.w3.org/TR/webxr/#dictdef-xrsessioninit
type SessionInit struct {
	RequiredFeatures, OptionalFeatures []string
}

// wanted are the features that a page asks for. There are never more than the known descriptors,
// however long the page's lists are.
type wanted struct {
	// required has the mode's default features too; optional has no required one.
	required, optional []webxr.Feature
	// impossible says that no device could have every required feature.
	impossible bool
}

// wordsOf returns the feature descriptors that mean something to a browser build.
func wordsOf(agent modes.UserAgent) map[string]webxr.Feature {
	words := map[string]webxr.Feature{}
	for _, feature := range slices.Concat(webxr.Features(), agent.Vendor) {
		words[string(feature)] = feature
	}
	return words
}

// want reads a page's lists when it calls, so that nothing that follows depends on their length.
// It drops repeated words, unknown ones, and optional features that no device could have in this
// document and mode. It looks at no device.
//
// D6: the specification grants the default features before it checks any policy, so that a
// document without "xr-spatial-tracking" would get "local". Here default features are checked
// like all required ones.
func (x *XRSystem) want(mode webxr.SessionMode, init SessionInit) wanted {
	w := wanted{required: webxr.DefaultFeatures(mode)}
	for _, word := range init.RequiredFeatures {
		feature, known := x.devices.words[word]
		switch {
		case !known:
			w.impossible = true
		case !slices.Contains(w.required, feature):
			w.required = append(w.required, feature)
		}
	}
	for _, word := range init.OptionalFeatures {
		feature, known := x.devices.words[word]
		if known && !slices.Contains(w.required, feature) && !slices.Contains(w.optional, feature) {
			w.optional = append(w.optional, feature)
		}
	}
	never := func(feature webxr.Feature) bool { return !x.mayEverHave(feature, mode) }
	w.impossible = w.impossible || slices.ContainsFunc(w.required, never) || mode == webxr.ImmersiveAR && !x.devices.agent.ARModule
	w.optional = slices.DeleteFunc(w.optional, never)
	return w
}

// mayEverHave reports whether a session of the document could have a feature on some device: the
// policies allow it, and the browser build offers it.
func (x *XRSystem) mayEverHave(feature webxr.Feature, mode webxr.SessionMode) bool {
	for _, policy := range feature.Policies() {
		if !x.document.allows(policy) {
			return false
		}
	}
	return x.devices.agent.MayOffer(feature, mode)
}

// resolution is the result of resolving requested features: those that are granted, and those that
// need the user's explicit consent.
type resolution struct {
	granted, askRequired, askOptional []webxr.Feature
}

// asks reports whether any feature needs the user's explicit consent.
func (r resolution) asks() bool { return len(r.askRequired)+len(r.askOptional) > 0 }

// decision is the result for one requested feature.
type decision int

const (
	refused decision = iota
	allowed
	needsConsent
)

// resolve resolves the requested features on a device. It returns false if the device refuses a
// required feature. Without a device that supports the mode it does the same work, on a device
// that is made up, and returns nothing.
// https://www.w3.org/TR/webxr/#resolve-the-requested-features
//
// D7: the specification refers to the session's mode here, before there is a session.
func (x *XRSystem) resolve(device *Device, mode webxr.SessionMode, w wanted) (resolution, bool) {
	// The stand-in is taken in either case, because to make it, once in a process, takes time.
	there, standIn := supports(device, mode), noDevice()
	if !there {
		device = standIn
	}
	var r resolution
	possible := !w.impossible
	previously := x.grantedBefore(device, mode)
	x.devices.lookUps.Add(int64(len(w.required) + len(w.optional)))
	for _, feature := range w.required {
		switch device.decide(feature, mode, previously) {
		case refused:
			possible = false
		case allowed:
			r.granted = append(r.granted, feature)
		case needsConsent:
			r.askRequired = append(r.askRequired, feature)
		}
	}
	for _, feature := range w.optional {
		switch device.decide(feature, mode, previously) {
		case allowed:
			r.granted = append(r.granted, feature)
		case needsConsent:
			r.askOptional = append(r.askOptional, feature)
		}
	}
	switch {
	case !there:
		return resolution{}, true
	case !possible:
		return resolution{}, false
	default:
		return r, true
	}
}

// noDevice stands for a device where there is none. It has every feature.
var noDevice = sync.OnceValue(madeUpDevice)

func madeUpDevice() *Device {
	made := &Device{}
	for _, mode := range webxr.SessionModes() {
		m := report.Mode{Mode: mode}
		for _, feature := range webxr.Features() {
			m.Features = append(m.Features, report.Feature{Name: feature, Support: report.VerdictYes})
		}
		made.modes = append(made.modes, m)
	}
	return made
}

// decide decides about one feature.
func (d *Device) decide(feature webxr.Feature, mode webxr.SessionMode, previously []webxr.Feature) decision {
	switch {
	case !d.CapableOf(feature, mode):
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
// may still read. The devices' mutex must be held.
func (x *XRSystem) remember(device *Device, mode webxr.SessionMode, features []webxr.Feature) {
	key := x.grantKey(device, mode)
	set := slices.Clone(x.devices.granted[key])
	for _, feature := range features {
		if !slices.Contains(set, feature) {
			set = append(set, feature)
		}
	}
	x.devices.granted[key] = set
}
