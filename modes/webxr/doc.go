// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package webxr defines the words of the WebXR Device API and its modules as Go types: session
// modes, feature descriptors and their requirements, classes, permissions, error names and
// blend modes.
//
//	mode, err := webxr.ParseSessionMode("immersive-vr")
//	if err != nil {
//		return err
//	}
//	fmt.Println(mode.Immersive(), webxr.FeatureLocalFloor.NeedsConsent(mode)) // true true
//
// Parsing is strict, as in Web IDL. The package decides nothing and imports nothing of this
// module, so that every other package and a browser build can share it.
//
// Source: https://www.w3.org/TR/webxr/ and https://www.w3.org/TR/webxr-ar-module-1/.
package webxr
