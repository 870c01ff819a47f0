// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
)

// The time that a child has, unless the caller sets another: to start, to load the runtime
// and list its extensions, and to create an instance and describe headsets. Sessions have
// the instance's time once more.
const (
	startLimit    = 10 * time.Second
	libraryLimit  = 2 * time.Second
	instanceLimit = 10 * time.Second
)

// Deadline returns how long a child has from the beginning of a level, and whether the
// level begins a new deadline at all. A timeout above 0 replaces the level's own limit.
func Deadline(level report.Level, timeout time.Duration) (limit time.Duration, begins bool) {
	switch {
	case level != report.LevelLibrary && level != report.LevelInstance && level != report.LevelSession:
		return 0, false
	case timeout > 0:
		return timeout, true
	case level == report.LevelLibrary:
		return libraryLimit, true
	default:
		return instanceLimit, true
	}
}

// deadlineOf returns the deadline under which a level runs.
func deadlineOf(level report.Level, timeout time.Duration) time.Duration {
	begun := report.LevelLibrary
	if level.AtLeast(report.LevelInstance) {
		begun = report.LevelInstance
	}
	limit, _ := Deadline(begun, timeout)
	return limit
}
