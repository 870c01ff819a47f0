// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	where "github.com/xrprobe/xrprobe/openxr/loader/place"
)

// sandboxedChoice and sandboxed are two linters: the host's choice that can be read from
// inside is worth more than what is installed inside, and its absence less.
var (
	sandboxedChoice = Linter{
		ID:      "sandboxed_choice",
		Explain: "No runtime is active inside a flatpak, a snap or a container, while the host's choice is there to be read.",
		Check:   inTurn(turnSandboxedChoice),
	}
	sandboxed = Linter{
		ID:      "sandboxed",
		Explain: "No runtime is active inside a flatpak, a snap or a container, from which the host's choice is not read.",
		Check:   inTurn(turnSandboxed),
	}
)

// onHost precedes commands that are for the host, not for the inside of a sandbox.
const onHost = "On the host: "

// askSteam makes the host's runtimes part of Steam's container.
const askSteam = "Set the program's launch options in Steam to: PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES=1 %command%"

// The kinds of sandboxes.
const (
	flatpak        = where.Flatpak
	snap           = where.Snap
	steamContainer = where.Steam
	container      = where.Container
)

// sandbox is what a program runs in; its kind is "" if nothing is seen of one.
type sandbox struct{ where.Place }

// sandboxOf recognises a sandbox.
func sandboxOf(h loader.Host) sandbox {
	if in := where.Inside(h); in.Kind != where.Sudo {
		return sandbox{in}
	}
	return sandbox{}
}

// outside reports whether a flatpak sees a path only if it is allowed to: its own files are
// elsewhere.
func outside(h loader.Host, file string) bool {
	home := variable(h, "HOME")
	own := path.Join(home, ".var/app", sandboxOf(h).Name)
	return home != "" && strings.HasPrefix(file, home+"/") && !strings.HasPrefix(file, own+"/") || strings.HasPrefix(file, "/var/lib/flatpak/")
}

// allow returns the command that lets a flatpak see a path. It gives the smallest
// directory that a runtime has to itself.
func (s sandbox) allow(h loader.Host, file string) string {
	home := variable(h, "HOME")
	below := path.Dir(file)
	switch {
	case file == path.Join(home, ".config/openxr") || strings.HasPrefix(file, path.Join(home, ".config/openxr")+"/"):
		below = "xdg-config/openxr"
	case strings.Contains(file, "/flatpak/app/"):
		before, app, _ := strings.Cut(file, "/flatpak/app/")
		app, _, _ = strings.Cut(app, "/")
		below = before + "/flatpak/app/" + app
		if before == path.Join(home, ".local/share") {
			below = "xdg-data/flatpak/app/" + app
		}
	}
	return "flatpak override --user --filesystem=" + shellWord(below) + ":ro " + shellWord(s.Name)
}

func findSandboxedChoice(_ context.Context, p *Patient) []report.Problem {
	box := sandboxOf(p.Host)
	at, known := choicePlace(p)
	if box.Kind == "" || !known {
		return nil
	}
	for _, dir := range hostDirs(p.Host, box) {
		link, found := brokenLink(p.Host, []report.Step{{Path: new(path.Join(dir, "active_runtime.json"))}})
		if found && box.Kind == flatpak && outside(p.Host, link.end) {
			return problem("sandboxed_choice", report.SeverityWarning,
				fmt.Sprintf("The host's choice %s leads to %s, which %s does not see.", link.link, link.end, box.Describe()),
				onHost+box.allow(p.Host, link.end))
		}
		if file := choiceIn(p, dir); file != "" {
			return problem("sandboxed_choice", report.SeverityWarning,
				fmt.Sprintf("Programs in %s do not look at the host's choice, although they may read it: %s.", box.Describe(), runtimeAt(p.Host, file)),
				box.choose(p.Host, at, file))
		}
	}
	return nil
}

// choose returns the fix that makes a choice of the host's the choice of a sandbox.
func (s sandbox) choose(h loader.Host, at place, file string) string {
	if s.Kind == steamContainer {
		return askSteam
	}
	return at.link(h, file)
}

// hostDirs are the directories in which the host's choice can be, as the inside of a
// sandbox sees them.
func hostDirs(h loader.Host, box sandbox) []string {
	home := variable(h, "HOME")
	var dirs []string
	switch box.Kind {
	case flatpak:
		if host := variable(h, "HOST_XDG_CONFIG_HOME"); host != "" {
			dirs = append(dirs, host)
		}
		dirs = append(dirs, path.Join(home, ".config"))
	case snap:
		if real := variable(h, "SNAP_REAL_HOME"); real != "" {
			dirs = append(dirs, path.Join(real, ".config"))
		}
	}
	dirs = append(dirs, path.Join("/run/host", home, ".config"), "/run/host/etc/xdg", "/run/host/etc")
	for i, dir := range dirs {
		dirs[i] = path.Join(dir, "openxr/1")
	}
	return dirs
}

func findSandbox(_ context.Context, p *Patient) []report.Problem {
	box := sandboxOf(p.Host)
	home := variable(p.Host, "HOME")
	say := func(text, fix string) []report.Problem {
		return problem("sandboxed", report.SeverityWarning, text, fix)
	}
	switch box.Kind {
	case flatpak:
		config := path.Join(home, ".config/openxr")
		if exists(p.Host, config) {
			return say(fmt.Sprintf("This runs in the flatpak %s, which may read the host's %s, and no runtime is chosen there either.", box.Name, config),
				"Run xrprobe on the host, and make a runtime active there.")
		}
		return say(fmt.Sprintf("This runs in the flatpak %s, which does not see the host's OpenXR configuration (%s).", box.Name, config),
			onHost+box.allow(p.Host, config))
	case steamContainer:
		return say("This runs in Steam's container, which hides the host's OpenXR runtimes unless a launch option shares them.",
			askSteam)
	case snap:
		return say(fmt.Sprintf("This runs in the snap %s, whose home is %s: the host's OpenXR configuration is not read.", box.Name, home),
			"Use a package of the program that is no snap, and run xrprobe outside the snap.")
	case container:
		text := fmt.Sprintf("This runs in %s: the host's OpenXR configuration is not read here.", box.Describe())
		if exists(p.Host, "/run/host/etc") { // and so is the home directory, in the containers that have it
			return say(text, "Run xrprobe on the host, and make a runtime active there.")
		}
		if box.Name == "/run/systemd/container" {
			return say(text, "Run xrprobe on the host.")
		}
		return say(text,
			"Run xrprobe and the program on the host, or share with the container the host's manifest, the library that it names, and the service's socket.")
	}
	return nil
}
