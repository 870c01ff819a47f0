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
	"github.com/xrprobe/xrprobe/probe/internal/child"
)

// lockEvery is the time between two attempts at a lock that another prober holds.
const lockEvery = 10 * time.Millisecond

// runLocked runs a runtime while no other prober of this user runs the same one, since many
// runtimes allow one instance at a time. It waits for the lock no longer than for the
// runtime itself. If it gets no lock, it records a problem and still runs the runtime.
// If a prober exits, the system releases its lock.
func (p Prober) runLocked(ctx context.Context, r Request, a *attempt, children children) error {
	limit, _ := child.Deadline(report.LevelInstance, r.Timeout)
	if r.Level.AtLeast(report.LevelInstance) && a.candidate.sheet == nil {
		file, problem := p.lock(ctx, a.resource(), limit)
		if file != nil {
			defer func() { _ = file.Close() }()
		}
		if ctx.Err() == nil {
			a.unlocked = problem
		}
	}
	if err := ctx.Err(); err != nil {
		a.opened.Status, a.opened.Cause = report.StatusFailed, child.Interrupted(report.LevelLibrary)
		return err
	}
	return p.run(ctx, r, a, children, limit)
}

// lock returns a file that holds the lock until it is closed, or a problem that says why not.
func (p Prober) lock(ctx context.Context, resource string, limit time.Duration) (*os.File, *report.Problem) {
	path := p.lockPath()
	file, err := openLock(path)
	if err != nil {
		return nil, unlocked("the lock file cannot be used: " + err.Error())
	}
	if !awaitLock(ctx, file, offsetOf(resource), limit) {
		_ = file.Close()
		return nil, unlocked(fmt.Sprintf("another xrprobe has been asking this runtime for more than %s (%s)", limit, path))
	}
	return file, nil
}

func unlocked(why string) *report.Problem {
	return &report.Problem{
		ID: "not_locked", Severity: report.SeverityInfo, Text: why + "; the runtime was asked all the same",
		Fix: new("If the runtime says that it is busy, ask again when no other xrprobe runs."),
	}
}

func awaitLock(ctx context.Context, file *os.File, offset int64, limit time.Duration) bool {
	for until := time.Now().Add(limit); ; {
		if tryLock(file, offset) {
			return true
		}
		if time.Now().After(until) || ctx.Err() != nil {
			return false
		}
		time.Sleep(lockEvery)
	}
}

// offsetOf returns the byte of the lock file that stands for a resource.
func offsetOf(resource string) int64 {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(resource))
	return int64(hash.Sum64() >> 2) // far below the largest offset
}

func (p Prober) lockPath() string {
	if p.LockFile != "" {
		return p.LockFile
	}
	if dir, set := p.lookupEnv("XDG_RUNTIME_DIR"); set && filepath.IsAbs(dir) {
		return filepath.Join(dir, "xrprobe.lock")
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("xrprobe-%d.lock", os.Getuid()))
}

// resolved follows the links of a path. It returns the path itself if a link leads nowhere.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}
