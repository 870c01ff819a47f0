// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import "github.com/xrprobe/xrprobe/modes/webxr"

// Classification is the class of one session mode, the rule that decided and why.
type Classification struct {
	Mode  webxr.SessionMode
	Class webxr.Class
	// Ambiguous is nil where one class is certain. Where it is not the class is highly
	// variable, which gives nothing away.
	Ambiguous *Ambiguity
	// Rule is a stable name of the rule that matched, Because says it in words, and Source is
	// where the rule's fact is from.
	Rule    string
	Because string
	Source  string
}

// Default is the state in which the "xr-session-supported" permission starts for the mode.
func (a Classification) Default() webxr.PermissionState { return Default(a.Class) }

// Classifications are those for every session mode, in the specification's order.
type Classifications []Classification

// Class returns the class of one mode; a mode without an answer is highly variable.
func (a Classifications) Class(mode webxr.SessionMode) webxr.Class {
	for i := range a {
		if a[i].Mode == mode {
			return a[i].Class
		}
	}
	return webxr.HighlyVariable
}

// Default returns the state in which the "xr-session-supported" permission starts for a
// class: never is denied, usually is granted, and everything else asks.
// https://www.w3.org/TR/webxr/#fingerprinting
func Default(class webxr.Class) webxr.PermissionState {
	switch class {
	case webxr.NeverSupport:
		return webxr.Denied
	case webxr.UsuallySupport:
		return webxr.Granted
	default:
		return webxr.Prompt
	}
}

// Ambiguity says why no one class is certain, and between which it lies.
type Ambiguity struct {
	Cause      AmbiguityCause
	Candidates []webxr.Class
}

// AmbiguityCause is a stable code for why a class is not certain.
type AmbiguityCause string

// The causes.
const (
	// CauseAR and CauseVR: that this version supports the mode is not proven.
	CauseAR AmbiguityCause = "ar"
	CauseVR AmbiguityCause = "vr"
	// CauseVersion: the version from which it is supported is not known, or the string's is not.
	CauseVersion AmbiguityCause = "ver"
	// CauseIdentity: two products may send the string.
	CauseIdentity AmbiguityCause = "id"
	// CauseReduced: the string is reduced, so that all models of devices share it.
	CauseReduced AmbiguityCause = "k"
	// CauseApple: Safari sends one string on Macs, iPads and Vision Pro.
	CauseApple AmbiguityCause = "apple"
	// CauseHoloLens: Edge on HoloLens may send the string of Edge on a computer.
	CauseHoloLens AmbiguityCause = "holo"
	// CauseBuild: builds with and without OpenXR share the string.
	CauseBuild AmbiguityCause = "build"
	// CauseEmbedder: the program around the engine decides, and it is not known.
	CauseEmbedder AmbiguityCause = "embed"
	// CauseHints: only a client hint tells what the device is.
	CauseHints AmbiguityCause = "ua"
	// CauseARCore: whether the model is certified for ARCore is not known here.
	CauseARCore AmbiguityCause = "arc"
	// CauseEmulator: what runs on an emulator is not known.
	CauseEmulator AmbiguityCause = "emul"
	// CauseShared: profiles that share a string differ.
	CauseShared AmbiguityCause = "shared"
)

// opinion is what a rule says of one mode. Where it has a cause no one class is certain,
// and it lies between the candidates.
type opinion struct {
	class      webxr.Class
	cause      AmbiguityCause
	candidates [2]webxr.Class
}

var (
	never    = opinion{class: webxr.NeverSupport}
	usually  = opinion{class: webxr.UsuallySupport}
	variable = opinion{class: webxr.HighlyVariable}
)

// open is an opinion that no one class is certain.
func open(cause AmbiguityCause, one, other webxr.Class) opinion {
	return opinion{class: webxr.HighlyVariable, cause: cause, candidates: [2]webxr.Class{one, other}}
}
