// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed

import (
	"bytes"
	"fmt"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// own is a part of a message that every loader since 1.0.9 has, and nothing else.
const own = "RuntimeManifestFile::CreateIfValid - attempting to load "

// text is a part of a message that the loaders of a range have. Compilers leave it in one piece: the loader adds it to a
// stream or a string. Messages from which a string is made are not, so those are not here.
type text struct {
	part   string
	within Range
	// everywhere says that every loader of the range has the text, on all systems, so that its absence tells as much.
	everywhere bool
}

var texts = []text{
	{" in an entry of XDG_CONFIG_DIRS: ", Range{Before: loader.Version{1, 0, 29}}, false},
	{".json or active_runtime.json in ", Range{First: loader.Version{1, 0, 29}}, false},
	{" filesystem operations failed for path ", Range{First: loader.Version{1, 0, 34}}, true},
	{" has invalid implementation version.", Range{First: loader.Version{1, 1, 59}}, true},
	// These are sixteen bytes of longer messages, which compilers divide so.
	{"lication name ca", Range{Before: loader.Version{1, 1, 60}}, false},
	{"me must not be e", Range{First: loader.Version{1, 1, 60}}, false},
}

// command is the name of a command that a loader asks the runtime for. Until 1.0.29 it asked for all commands that it knew,
// and since then only for those of the core.
type command struct {
	name  string
	since loader.Version
}

// commands are one new command of each release that had one, the oldest first. They are such as every build asks for: those
// of Vulkan, say, are only in loaders that were built where Vulkan's headers are.
var commands = []command{
	{"xrCreateHandTrackerEXT", loader.Version{1, 0, 9}},
	{"xrLoadControllerModelMSFT", loader.Version{1, 0, 12}},
	{"xrEnumerateColorSpacesFB", loader.Version{1, 0, 13}},
	{"xrSetEnvironmentDepthEstimationVARJO", loader.Version{1, 0, 15}},
	{"xrUpdateSwapchainFB", loader.Version{1, 0, 16}},
	{"xrComputeNewSceneMSFT", loader.Version{1, 0, 17}},
	{"xrCreateFoveationProfileFB", loader.Version{1, 0, 18}},
	{"xrGetHandMeshFB", loader.Version{1, 0, 19}},
	{"xrCreatePassthroughFB", loader.Version{1, 0, 20}},
	{"xrCreateKeyboardSpaceFB", loader.Version{1, 0, 21}},
	{"xrSaveSpaceFB", loader.Version{1, 0, 23}},
	{"xrGetSpaceRoomLayoutFB", loader.Version{1, 0, 24}},
	{"xrApplyFoveationHTC", loader.Version{1, 0, 26}},
	{"xrCreateBodyTrackerFB", loader.Version{1, 0, 27}},
	{"xrCreatePlaneDetectorEXT", loader.Version{1, 0, 28}},
}

// The releases since which loaders ask for core commands only, and for xrLocateSpaces too.
var (
	onlyCore     = loader.Version{1, 0, 29}
	locateSpaces = loader.Version{1, 1, 36}
)

// evidence returns the versions that fit all that is in a file. A library is one that exports a loader's commands; in a
// program that contains a loader, the names of commands may be the program's.
func evidence(data []byte, library bool) (Range, error) {
	found, because := Range{}, "nothing"
	narrow := func(to Range, why string) error {
		both, ok := found.within(to)
		if !ok {
			return fmt.Errorf("%w: %s says %s, and %s says %s", ErrContradiction, because, found, why, to)
		}
		found, because = both, why
		return nil
	}
	for _, t := range texts {
		to, why := t.within, fmt.Sprintf("the text %q", t.part)
		if !bytes.Contains(data, []byte(t.part)) {
			if !t.everywhere {
				continue
			}
			to, why = Range{Before: t.within.First}, fmt.Sprintf("the lack of the text %q", t.part)
		}
		if err := narrow(to, why); err != nil {
			return Range{}, err
		}
	}
	if !library {
		return found, nil
	}
	to, err := commandRange(data)
	if err != nil {
		return Range{}, err
	}
	return found, narrow(to, "the list of commands")
}

// commandRange returns the versions whose commands are in a library.
func commandRange(data []byte) (Range, error) {
	known := 0 // how many of the commands are there, without a gap
	for i, c := range commands {
		switch there := hasName(data, c.name); {
		case there && known < i:
			return Range{}, fmt.Errorf("%w: it asks for %s, and not for %s", ErrContradiction, c.name, commands[known].name)
		case there:
			known++
		}
	}
	switch {
	case known == len(commands):
		return Range{First: commands[known-1].since, Before: onlyCore}, nil
	case known > 0:
		return Range{First: commands[known-1].since, Before: commands[known].since}, nil
	case hasName(data, "xrLocateSpaces"):
		return Range{First: locateSpaces}, nil
	}
	return Range{First: onlyCore, Before: locateSpaces}, nil
}

// hasName reports whether a text of C is this name, and does not only end or begin with it.
func hasName(data []byte, name string) bool {
	want := []byte(name + "\x00")
	for rest := data; ; {
		at := bytes.Index(rest, want)
		if at < 0 {
			return false
		}
		if at == 0 || !isLetter(rest[at-1]) {
			return true
		}
		rest = rest[at+len(want):]
	}
}

func isLetter(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
}
