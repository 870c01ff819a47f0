// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

import "github.com/xrprobe/xrprobe/modes/webxr"

// BrowserEngine is what shows pages in a browser.
type BrowserEngine string

// The engines of browsers.
const (
	EngineChromium BrowserEngine = "chromium"
	EngineGecko    BrowserEngine = "gecko"
	EngineWebKit   BrowserEngine = "webkit"
	EngineServo    BrowserEngine = "servo"
)

// Browser is an installed browser, or an application or library that shows pages, and what pages in it will be told of this machine.
// It was not run.
type Browser struct {
	// What it is called, such as "Chromium", "WebKitGTK 6.0" or "Electron in code".
	Name string `json:"name"`
	// What shows pages in it: "chromium", "gecko", "webkit" or "servo".
	Engine BrowserEngine `json:"engine"`
	// Its version, as a package's list, a file beside it or the program itself tells it; null if none does.
	Version *string `json:"version"`
	// Where the version was read, or why it is not known.
	VersionFrom string `json:"version_from"`
	// How it was found: the package or flatpak or snap that has it, or the directory, or the key of Windows' registry.
	Source string `json:"source"`
	// Where its programs run, if they do not see the machine as others do, such as "flatpak:org.chromium.Chromium"; null if they do.
	Place *string `json:"place"`
	// The program or library in which OpenXR would be, as its programs see it; null if it was not found.
	Binary *string `json:"binary"`
	// Whether OpenXR was compiled into it.
	Compiled BrowserAnswer `json:"compiled"`
	// Whether this version uses OpenXR unless it is told otherwise.
	Enabled BrowserAnswer `json:"enabled"`
	// Whether its own search for a runtime finds the active one.
	Search BrowserAnswer `json:"search"`
	// The manifest that its own search finds; null if it finds none, or if that is not known.
	Manifest *string `json:"manifest"`
	// Whether its sandbox lets the files of that runtime through.
	Files BrowserAnswer `json:"files"`
	// Whether its sandbox lets the socket of that runtime's service through.
	Socket BrowserAnswer `json:"socket"`
	// Whether its sandbox lets the system calls of that runtime through.
	SystemCalls BrowserAnswer `json:"system_calls"`
	// Whether pages in it have navigator.xr.
	Navigator BrowserAnswer `json:"navigator"`
	// What isSessionSupported will say of each session mode, in the order inline, immersive-vr, immersive-ar.
	Modes []BrowserMode `json:"modes"`
	// The one thing to change so that pages reach the active runtime; null if nothing is known to be in the way, or nothing is known
	// to help.
	Fix *string `json:"fix"`
	// What pages meet in this version that the specifications do not tell.
	Notes []BrowserNote `json:"notes"`
}

// BrowserAnswer is the answer to one question about a browser.
type BrowserAnswer struct {
	// The answer: "yes", "no" or "unknown".
	Answer Verdict `json:"answer"`
	// Why, or why it is not known.
	Because string `json:"because"`
	// Who says so, of what was not read on this machine; else null.
	Source *string `json:"source"`
}

// BrowserMode is what a browser will tell pages of a session mode.
type BrowserMode struct {
	// The session mode: "inline", "immersive-vr" or "immersive-ar".
	Mode webxr.SessionMode `json:"mode"`
	// What isSessionSupported will say: "yes", "no" or "unknown". Without navigator.xr there is no such function; then it is "no".
	Supported Verdict `json:"supported"`
	// Why, or why it is not known.
	Because string `json:"because"`
}

// BrowserNote is something that a version of a browser, or of a program for pages, does.
type BrowserNote struct {
	// What it does.
	Text string `json:"text"`
	// The version in which it was seen.
	Version string `json:"version"`
	// Who says so.
	Source string `json:"source"`
}
