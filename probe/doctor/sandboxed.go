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

// systemdContainer is the file that systemd makes in containers of other kinds than
// Podman's and Docker's.
const systemdContainer = "/run/systemd/container"

// askSteam makes the host's runtimes part of Steam's container.
const askSteam = "Set the program's launch options in Steam to: PRESSURE_VESSEL_IMPORT_OPENXR_1_RUNTIMES=1 %command%"

// kind is a kind of sandbox.
type kind string

const (
	flatpak        kind = "flatpak"
	snap           kind = "snap"
	steamContainer kind = "Steam's container"
	container      kind = "container"
)

// sandbox is what a program runs in; its kind is "" if nothing is seen of one.
type sandbox struct {
	kind kind
	// name is the application's, or the file that betrays a container.
	name string
}

// sandboxOf recognises a sandbox by the files that the sandbox makes. Variables do not count:
// programs that a sandbox starts outside inherit them.
func sandboxOf(h loader.Host) sandbox {
	switch {
	case exists(h, "/run/pressure-vessel"): // also inside of a flatpak
		return sandbox{steamContainer, "/run/pressure-vessel"}
	case exists(h, "/.flatpak-info"):
		return sandbox{flatpak, flatpakName(h)}
	case exists(h, "/run/.containerenv"):
		return sandbox{container, "/run/.containerenv"}
	case exists(h, "/.dockerenv"):
		return sandbox{container, "/.dockerenv"}
	case exists(h, systemdContainer):
		return sandbox{container, systemdContainer}
	case variable(h, "SNAP") != "" && variable(h, "SNAP_USER_DATA") != "" && variable(h, "HOME") == variable(h, "SNAP_USER_DATA"):
		return sandbox{snap, variable(h, "SNAP_NAME")}
	}
	return sandbox{}
}

// flatpakName returns the application's name, or "APP" if it is not known.
func flatpakName(h loader.Host) string {
	if name := variable(h, "FLATPAK_ID"); name != "" {
		return name
	}
	if name := flatpakInfo(h, "name="); name != "" {
		return name
	}
	return "APP"
}

// flatpakInfo returns what follows a key in /.flatpak-info.
func flatpakInfo(h loader.Host, key string) string {
	data, _ := h.ReadFile("/.flatpak-info") // what cannot be read tells nothing
	for line := range strings.Lines(string(data)) {
		if value, found := strings.CutPrefix(strings.TrimSpace(line), key); found {
			return value
		}
	}
	return ""
}

// outside reports whether a flatpak sees a path only if it is allowed to: its own files are
// elsewhere.
func outside(h loader.Host, file string) bool {
	home := variable(h, "HOME")
	own := path.Join(home, ".var/app", flatpakName(h))
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
	return "flatpak override --user --filesystem=" + shellWord(below) + ":ro " + shellWord(s.name)
}

func findSandboxedChoice(_ context.Context, p *Patient) []report.Problem {
	box := sandboxOf(p.Host)
	at, known := choicePlace(p)
	if box.kind == "" || !known {
		return nil
	}
	for _, dir := range hostDirs(p.Host, box) {
		link, found := brokenLink(p.Host, []report.Step{{Path: new(path.Join(dir, "active_runtime.json"))}})
		if found && box.kind == flatpak && outside(p.Host, link.end) {
			return problem("sandboxed_choice", report.SeverityWarning,
				fmt.Sprintf("The host's choice %s leads to %s, which %s does not see.", link.link, link.end, box.describe()),
				onHost+box.allow(p.Host, link.end))
		}
		if file := choiceIn(p, dir); file != "" {
			return problem("sandboxed_choice", report.SeverityWarning,
				fmt.Sprintf("Programs in %s do not look at the host's choice, although they may read it: %s.", box.describe(), runtimeAt(p.Host, file)),
				box.choose(p.Host, at, file))
		}
	}
	return nil
}

// choose returns the fix that makes a choice of the host's the choice of a sandbox.
func (s sandbox) choose(h loader.Host, at place, file string) string {
	if s.kind == steamContainer {
		return askSteam
	}
	return at.link(h, file)
}

// describe names a sandbox with its article.
func (s sandbox) describe() string {
	switch s.kind {
	case steamContainer:
		return "Steam's container"
	case container:
		return "a container (" + s.name + " is there)"
	}
	return "the " + string(s.kind) + " " + s.name
}

// hostDirs are the directories in which the host's choice can be, as the inside of a
// sandbox sees them.
func hostDirs(h loader.Host, box sandbox) []string {
	home := variable(h, "HOME")
	var dirs []string
	switch box.kind {
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
	switch box.kind {
	case flatpak:
		config := path.Join(home, ".config/openxr")
		if exists(p.Host, config) {
			return say(fmt.Sprintf("This runs in the flatpak %s, which may read the host's %s, and no runtime is chosen there either.", box.name, config),
				"Run xrprobe on the host, and make a runtime active there.")
		}
		return say(fmt.Sprintf("This runs in the flatpak %s, which does not see the host's OpenXR configuration (%s).", box.name, config),
			onHost+box.allow(p.Host, config))
	case steamContainer:
		return say("This runs in Steam's container, which hides the host's OpenXR runtimes unless a launch option shares them.",
			askSteam)
	case snap:
		return say(fmt.Sprintf("This runs in the snap %s, whose home is %s: the host's OpenXR configuration is not read.", box.name, home),
			"Use a package of the program that is no snap, and run xrprobe outside the snap.")
	case container:
		text := fmt.Sprintf("This runs in %s: the host's OpenXR configuration is not read here.", box.describe())
		if exists(p.Host, "/run/host/etc") { // and so is the home directory, in the containers that have it
			return say(text, "Run xrprobe on the host, and make a runtime active there.")
		}
		if box.name == systemdContainer {
			return say(text, "Run xrprobe on the host.")
		}
		return say(text,
			"Run xrprobe and the program on the host, or share with the container the host's manifest, the library that it names, and the service's socket.")
	}
	return nil
}
