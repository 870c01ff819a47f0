// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

import (
	"fmt"
	"slices"
	"strings"
)

// Level is how far a runtime is asked. Each level includes those below it.
type Level string

// The levels, lowest first. Manifest and Binary execute no foreign code. Library loads the
// runtime and negotiates. Instance may start services. Session may turn the headset on.
const (
	LevelManifest   Level = "manifest"
	LevelBinary     Level = "binary"
	LevelLibrary    Level = "library"
	LevelExtensions Level = "extensions"
	LevelInstance   Level = "instance"
	LevelSystem     Level = "system"
	LevelProperties Level = "properties"
	LevelSession    Level = "session"
)

// Levels returns every level, lowest first.
func Levels() []Level {
	return []Level{
		LevelManifest, LevelBinary, LevelLibrary, LevelExtensions,
		LevelInstance, LevelSystem, LevelProperties, LevelSession,
	}
}

// ParseLevel returns the level named s, or an error that lists the levels.
func ParseLevel(s string) (Level, error) {
	if level := Level(s); level.rank() >= 0 {
		return level, nil
	}
	names := make([]string, 0, len(Levels()))
	for _, level := range Levels() {
		names = append(names, string(level))
	}
	return "", fmt.Errorf("%q is not a level: use one of %s", s, strings.Join(names, ", "))
}

// AtLeast reports whether l is other or a level above it. A string that is no level is below
// every level.
func (l Level) AtLeast(other Level) bool { return l.rank() >= other.rank() }

func (l Level) rank() int { return slices.Index(Levels(), l) }
