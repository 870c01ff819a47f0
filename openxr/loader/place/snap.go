// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// snapDirs are where snaps are mounted.
var snapDirs = []string{"/snap", "/var/lib/snapd/snap"}

// ofHost are the directories that a snap sees of the host, whatever its base; the rest of its root is the base's.
var ofHost = []string{"/dev", "/etc", "/home", "/media", "/mnt", "/proc", "/root", "/run", "/snap", "/sys", "/usr/src", "/var/lib/snapd", "/var/log", "/var/snap", "/var/tmp"}

// snap makes the view of a snap's programs, as far as directories and variables decide it.
func (v *View) snap() error {
	home, err := v.home()
	if err != nil {
		return err
	}
	at := v.snapAt(v.At.Name)
	revision := path.Base(at)
	if at == "" {
		own, where := path.Join(home, "snap", v.At.Name), strings.Join(snapDirs, " or ")
		if v.Outside.Root == "" && !exists(v.Outside, own) {
			return fmt.Errorf("the snap %s is not mounted in %s: see which are installed, with: snap list", v.At.Name, where)
		}
		revision = path.Base(orElse(canonical(v.Outside, path.Join(own, "current")), "current"))
		at = path.Join(snapDirs[0], v.At.Name, revision)
		v.Notes = append(v.Notes, fmt.Sprintf("The snap %s is not mounted in %s, so it is taken to be a strict one.", v.At.Name, where))
	}
	data := path.Join(home, "snap", v.At.Name, revision)
	variables := map[string]string{"SNAP": at, "SNAP_NAME": v.At.Name, "SNAP_INSTANCE_NAME": v.At.Name, "SNAP_REVISION": revision, "SNAP_REAL_HOME": home,
		"SNAP_USER_DATA": data, "SNAP_USER_COMMON": path.Join(home, "snap", v.At.Name, "common")}
	v.Notes = append(v.Notes, "Variables that the snap's own start scripts set are not known.")
	if v.snapKey(at, "confinement") == "classic" {
		v.setenv(variables)
		v.Notes = append(v.Notes, "The snap is classic: its programs see the machine's files, and the user's home directory is theirs.")
		return nil
	}
	base := v.snapKey(at, "base")
	if base == "" {
		base = "core"
	}
	root := ""
	if !strings.Contains(base, "/") {
		root = v.snapAt(base)
	}
	if root == "" {
		v.Notes = append(v.Notes, fmt.Sprintf("The snap's base %q is not mounted; what it would show of itself is taken to be empty.", base))
	}
	v.Mounts = []loader.Mount{{At: "/", From: root}, {At: "/tmp"}}
	for _, dir := range ofHost {
		v.show(dir, dir)
	}
	variables["HOME"] = data
	if dir := v.runtimeDir(); dir != "" {
		variables["XDG_RUNTIME_DIR"] = dir + "/snap." + v.At.Name
	}
	v.setenv(variables)
	v.Notes = append(v.Notes, "Which of the files that it is shown a snap may read is decided by AppArmor and by its interfaces, which are not looked at.")
	return nil
}

// snapAt returns where the current revision of a snap is mounted, or "".
func (v *View) snapAt(name string) string {
	for _, dir := range snapDirs {
		if at := canonical(v.Outside, path.Join(dir, name, "current")); at != "" {
			return at
		}
	}
	return ""
}

// snapKey returns the value of a key at the top of a snap's snap.yaml, which holds a word.
func (v *View) snapKey(at, key string) string {
	data, _ := v.Outside.ReadFile(path.Join(at, "meta/snap.yaml")) // without it, nothing is known of the snap
	for line := range strings.Lines(string(data)) {
		if value, found := strings.CutPrefix(line, key+":"); found {
			value, _, _ = strings.Cut(value, " #")
			return strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return ""
}
