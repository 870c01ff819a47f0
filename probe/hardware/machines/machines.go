// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package machines

import (
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed *.umockdev
var files embed.FS

// Names returns the names of the machines, sorted.
func Names() []string {
	var names []string
	entries, _ := files.ReadDir(".") // they are compiled in
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".umockdev"))
	}
	slices.Sort(names)
	return names
}

// Text returns the devices of a machine, in the format of umockdev, which has no comments at the beginning.
func Text(name string) (string, error) {
	text, err := files.ReadFile(name + ".umockdev")
	_, devices, _ := strings.Cut(string(text), "\n\n")
	return devices, err
}

// LayNamed makes the devices of a machine below a directory, as [Lay] does.
func LayNamed(root, name string) error {
	text, err := Text(name)
	if err != nil {
		return err
	}
	return Lay(root, text)
}

// buses are the subsystems whose devices are in /sys/bus. Those of others are in /sys/class.
var buses = map[string]bool{"usb": true, "hid": true}

// Lay makes files and links of sysfs below a directory for each device of a text in the format of umockdev. It makes no nodes in /dev.
func Lay(root, text string) error {
	for block := range strings.SplitSeq(text, "\n\n") {
		if err := layDevice(root, block); err != nil {
			return err
		}
	}
	return nil
}

// Without returns a text without a device and everything below it.
func Without(text, device string) string {
	var rest []string
	for block := range strings.SplitSeq(text, "\n\n") {
		place := placeOf(block)
		if place == "" || !strings.HasSuffix(place, "/"+device) && !strings.Contains(place, "/"+device+"/") {
			rest = append(rest, block)
		}
	}
	return strings.Join(rest, "\n\n")
}

func placeOf(block string) string {
	for line := range strings.Lines(block) {
		if place, is := strings.CutPrefix(line, "P: "); is {
			return strings.TrimSpace(place)
		}
	}
	return ""
}

func layDevice(root, block string) error {
	place, subsystem, uevent := placeOf(block), "", ""
	if place == "" {
		return nil
	}
	dir := filepath.Join(root, "sys", filepath.FromSlash(place))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for line := range strings.Lines(block) {
		kind, rest, _ := strings.Cut(strings.TrimRight(line, "\n"), ": ")
		name, value, _ := strings.Cut(rest, "=")
		if kind == "E" {
			uevent += rest + "\n"
			if name == "SUBSYSTEM" {
				subsystem = value
			}
		}
		if err := layFile(dir, kind, name, value); err != nil {
			return fmt.Errorf("%s: %s: %w", place, name, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "uevent"), []byte(uevent), 0o644); err != nil {
		return err
	}
	return link(root, place, subsystem)
}

func layFile(dir, kind, name, value string) error {
	file := filepath.Join(dir, filepath.FromSlash(name))
	switch kind {
	case "A":
		return os.WriteFile(file, []byte(value+"\n"), 0o644)
	case "H":
		data, err := hex.DecodeString(value)
		return errors.Join(err, os.WriteFile(file, data, 0o644))
	}
	return nil
}

// link makes the link to a device in the directory of its subsystem.
func link(root, place, subsystem string) error {
	if subsystem == "" {
		return nil
	}
	dir, up := path.Join("sys/class", subsystem), "../.."
	if buses[subsystem] {
		dir, up = path.Join("sys/bus", subsystem, "devices"), "../../.."
	}
	if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
		return err
	}
	if subsystem == "hidraw" {
		device := filepath.Join(root, "sys", filepath.FromSlash(place), "device")
		if err := os.Symlink("../../../"+path.Base(path.Dir(path.Dir(place))), device); err != nil {
			return err
		}
	}
	return os.Symlink(up+place, filepath.Join(root, dir, path.Base(place)))
}
