// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

// glance is what is seen of a machine without executing anything. While it stays the same, a runtime would answer as before.
type glance struct {
	// files is a text that differs if the files of the runtimes and layers do.
	files    string
	headsets []report.Headset
	sockets  services.Sockets
	// usable says that there is a runtime whose files are in order.
	usable bool
	// hasSocket says that the runtime's service listens at a socket when it runs.
	hasSocket bool
	// mustPoll says that the system does not tell of every change.
	mustPoll bool
}

// look takes a glance at the machine, and follows the paths to what it sees.
func (u *until) look(ctx context.Context) (glance, error) {
	m := u.machine
	files, notified, err := m.readFiles(ctx)
	if err != nil {
		return glance{}, err
	}
	if m.watcher.Request.Simulate != nil {
		return glance{}, nil // a data sheet does not change
	}
	headsets, seen := m.plugged(files)
	return glance{
		files: m.textOf(files), headsets: headsets, sockets: m.sockets(files),
		usable:    files != nil && len(files.Runtimes) > 0 && !failed(files),
		hasSocket: len(m.socketPlaces(files)) > 0,
		mustPoll:  !notified || seen && m.devices == nil,
	}, nil
}

// textOf writes as text what a report says of files, with the sizes and times of those that may be replaced under their names.
func (m *machine) textOf(r *report.Report) string {
	if r == nil {
		return ""
	}
	parts := []any{identity(r), condition(r), r.Program}
	for _, runtime := range r.Runtimes {
		for _, file := range []*string{&runtime.Manifest, runtime.Library} {
			if file != nil && m.watcher.Prober.Host.Root == "" {
				parts = append(parts, stamp(*file))
			}
		}
	}
	text, _ := json.Marshal(parts) // its parts always have a JSON form
	return string(text)
}

// stamp says which file is at a path now. It returns nil for a file that is not there.
func stamp(path string) any {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return []any{info.Size(), info.ModTime()}
}

func (g glance) differsFrom(before glance) bool {
	return g.files != before.files || !sameHeadsets(g.headsets, before.headsets) || !slices.Equal(g.sockets, before.sockets)
}

// onlyLost reports whether nothing has happened but that sockets are gone, or that nobody listens at them any more. That makes no
// answer better.
func (g glance) onlyLost(before glance) bool {
	if g.files != before.files || !sameHeadsets(g.headsets, before.headsets) {
		return false
	}
	return !slices.ContainsFunc(g.sockets, func(s services.Socket) bool {
		dead := s
		s.Listening = true
		return !slices.Contains(before.sockets, dead) && !slices.Contains(before.sockets, s)
	})
}

// starting reports whether the service has a socket at which it does not listen yet, as far as can be told from outside.
func (g glance) starting() bool { return len(g.sockets) > 0 && len(g.sockets.Ready()) == 0 }

// mayGetReady reports whether the runtime may soon answer otherwise without a further change of files.
func (g glance) mayGetReady() bool { return g.usable && (!g.hasSocket || len(g.sockets) > 0) }

// fresh reports whether the service made its socket so recently that it may still be starting up.
func (g glance) fresh(now time.Time) bool {
	return len(g.sockets) > 0 && now.Sub(g.sockets.Newest()) < patience
}
