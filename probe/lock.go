// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
)

// lockEvery is how often a lock that is held is tried again.
const lockEvery = 10 * time.Millisecond

// lock waits until no other prober of this user makes an instance of the same runtime,
// since many runtimes allow one at a time. The wait is bounded by the time that the
// runtime would have itself, and what could not be had is a problem, not an obstacle. The
// system releases the lock of a prober that is gone.
func (p Prober) lock(ctx context.Context, r Request, t *turn) (release func(), problems []report.Problem) {
	nothing := func() {}
	if !r.Level.AtLeast(report.LevelInstance) || t.candidate.sheet != nil {
		return nothing, nil
	}
	path := p.lockPath()
	file, err := openLock(path)
	if err != nil {
		return nothing, []report.Problem{unlocked("the lock file cannot be used: " + err.Error())}
	}
	limit, _ := budget(report.LevelInstance, r.Timeout)
	if !awaitLock(ctx, file, placeOf(t.device()), limit) {
		closeAll(file)
		return nothing, []report.Problem{unlocked(fmt.Sprintf("another xrprobe has been asking this runtime for more than %s (%s)", limit, path))}
	}
	return func() { closeAll(file) }, nil
}

func unlocked(why string) report.Problem {
	return report.Problem{
		ID: "not_locked", Severity: report.SeverityInfo, Text: why + "; the runtime was asked all the same",
		Fix: new("Should the runtime say that it is busy, ask again when nobody else does."),
	}
}

func awaitLock(ctx context.Context, file *os.File, place int64, limit time.Duration) bool {
	for until := time.Now().Add(limit); ; {
		if tryLock(file, place) {
			return true
		}
		if time.Now().After(until) || ctx.Err() != nil {
			return false
		}
		time.Sleep(lockEvery)
	}
}

// placeOf is the byte of the lock file that stands for a runtime.
func placeOf(device string) int64 {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(device))
	return int64(hash.Sum64() >> 2) // an offset with room behind it
}

func (p Prober) lockPath() string {
	if p.LockFile != "" {
		return p.LockFile
	}
	if folder, set := p.lookupEnv("XDG_RUNTIME_DIR"); set && filepath.IsAbs(folder) {
		return filepath.Join(folder, "xrprobe.lock")
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("xrprobe-%d.lock", os.Getuid()))
}

// resolved is where a path leads, or the path itself where it leads nowhere.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}
