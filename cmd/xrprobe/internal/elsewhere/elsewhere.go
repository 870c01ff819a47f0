// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package elsewhere

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/suggest"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
)

// commands are those that can answer for another place; the first is xrprobe without a command.
var commands = []string{"xrprobe", "modes", "check", "runtimes", "layers", "devices", "browsers", "doctor", "use"}

// Flag is --as together with --user, as the user gave them; "" means that one was not given.
type Flag struct{ As, User string }

// Place is the place of --as; the zero place means here.
func (f Flag) Place() (place.Place, error) {
	if f.As == "" {
		return place.Place{}, nil
	}
	return place.Parse(f.As)
}

// Check says what is wrong with the flags, for a command.
func (f Flag) Check(command string) error {
	at, err := f.Place()
	switch {
	case err != nil:
		return fmt.Errorf("--as: %w", err)
	case f.As != "" && !slices.Contains(commands, command):
		return fmt.Errorf("xrprobe %s does not search as another place: use --as with xrprobe without a command, %s", command, suggest.Or(commands[1:]))
	case at.Kind == place.User && f.User != "" && f.User != at.Name:
		return fmt.Errorf("--as %s and --user %s contradict each other: leave one out", f.As, f.User)
	}
	return nil
}

// Executes reports whether runtimes may be executed: those of a place that xrprobe is not in may not. A user is no such place.
func (f Flag) Executes() bool {
	at, _ := f.Place()
	return at.Kind == "" || at.Kind == place.User
}

// Host returns a machine as the programs of the user see it, who is another way to write --user.
func (f Flag) Host(h loader.Host) (loader.Host, error) {
	user, flag := f.User, "--user"
	if at, _ := f.Place(); at.Kind == place.User {
		user, flag = at.Name, "--as"
	}
	if user == "" {
		return h, nil
	}
	h, err := h.ForUser(user)
	if err != nil {
		err = fmt.Errorf("%s: %w", flag, err)
	}
	return h, err
}

// View returns the host as the programs of the place see it, or nil if they see it as others do.
func (f Flag) View(h loader.Host) (*place.View, error) {
	if f.Executes() {
		return nil, nil
	}
	at, err := f.Place()
	if err != nil {
		return nil, err
	}
	view, err := place.Of(h, at)
	if err != nil {
		err = fmt.Errorf("--as: %w", err)
	}
	return &view, err
}

// NoteID is the ID of the problem that is none: what decides the view of a place, and what is not known of it.
const NoteID = "view_of_place"

// Below is [Entry] below tables, of which only people read more than the rows.
func Below(p *prose.Writer, r *report.Report) {
	if p.Aligned {
		Entry(p, r)
	}
}

// Entry says whose view of the machine a page shows, unless it is that of programs here or of a user, whom the user named.
func Entry(p *prose.Writer, r *report.Report) {
	if r.Program == nil || r.Program.Place == "here" || strings.HasPrefix(r.Program.Place, string(place.User)+":") {
		return
	}
	who := "a container"
	if at, err := place.Parse(r.Program.Place); err == nil {
		who = at.Describe()
	}
	p.Entry("Place", "%s: this is what its programs find", who)
}
