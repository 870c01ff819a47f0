// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// File is the name of a recorded I/O Registry in a machine's root.
const File = "ioreg.plist"

const (
	record = "record it on that Mac with ioreg -a -l > " + File
	noFile = "the root has no file " + File + ": " + record
)

// missing says that a file has only other parts of the I/O Registry.
func missing(what string) string {
	return fmt.Sprintf("%s has no part of the I/O Registry with %s: record it with ioreg -a -l > %s", File, what, File)
}

// Recorded lists what was plugged in when the file ioreg.plist in a machine's root was recorded.
func Recorded(root string, identify bool) listing.List {
	data, err := read(root)
	if errors.Is(err, fs.ErrNotExist) {
		return notRead(report.BusUnreadable, noFile)
	}
	if err != nil {
		return notRead(report.BusUnreadable, fmt.Sprintf("%s cannot be read: %s", File, cause(err)))
	}
	return Parse(data, identify)
}

// read returns the file's bytes. No link leads out of the root, and nothing but a regular file is opened.
func read(dir string) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	info, err := root.Stat(File)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	if err != nil {
		return nil, err
	}
	file, err := root.Open(File)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, maxList+1))
}

// Parse lists what the bytes of a file such as ioreg.plist say.
func Parse(data []byte, identify bool) listing.List {
	trees, err := parse(data)
	if err != nil {
		return notRead(report.BusUnreadable, fmt.Sprintf("%s cannot be read: %s", File, err))
	}
	list := notRead(report.BusUnsupported, "")
	usb, displays := usbOf(trees, identify), displaysOf(trees)
	whole, hasUSB := planes(trees)
	if whole || hasUSB || len(usb) > 0 {
		list.USB = usb
		list.Set(listing.Bus(report.BusUSB, report.BusRead, ""))
	} else {
		list.Set(listing.Bus(report.BusUSB, report.BusUnreadable, missing("USB devices")))
	}
	if whole || len(displays) > 0 {
		list.Displays = displays
		list.Set(listing.Bus(report.BusDisplay, report.BusRead, ""))
	} else {
		list.Set(listing.Bus(report.BusDisplay, report.BusUnreadable, missing("displays")))
	}
	return list
}

// planes says whether trees are the whole registry, whose first entry is the machine, and whether they have a controller of USB.
func planes(trees []entry) (whole, usb bool) {
	walk(trees, func(e entry) {
		class := e.text("IOObjectClass")
		whole = whole || class == expert
		usb = usb || strings.Contains(class, "USB") && (strings.HasSuffix(class, "HCI") || strings.HasSuffix(class, "HCIPCI"))
	})
	return whole, usb
}

// notRead says that HID and Bluetooth are not supported, and the same of the other buses or why they were not read.
func notRead(state report.BusState, because string) listing.List {
	list := listing.Failed(report.BusUnsupported, "devices of this kind are not listed on macOS; what is on USB is in the list of USB devices")
	if because != "" {
		list.Set(listing.Bus(report.BusUSB, state, because))
		list.Set(listing.Bus(report.BusDisplay, state, because))
	}
	return list
}

// cause returns what is wrong, without the path, which is below a root that the reader does not know.
func cause(err error) string {
	if wrapped := (*fs.PathError)(nil); errors.As(err, &wrapped) {
		return cmp.Or(wrapped.Err, err).Error()
	}
	return err.Error()
}

// asker returns what ioreg prints for arguments.
type asker func(ctx context.Context, args ...string) ([]byte, error)

// list lists what ioreg prints.
func (ask asker) list(ctx context.Context, identify bool) listing.List {
	list := notRead(report.BusUnsupported, "")
	trees, err := ask.trees(ctx, "-p", "IOUSB")
	list.Set(busOf(report.BusUSB, err))
	if err == nil {
		list.USB = usbOf(trees, identify)
	}
	var displays []entry
	for _, class := range []string{"IODisplay", "IOMobileFramebuffer"} { // of Intel's Macs, and of Apple's
		trees, err := ask.trees(ctx, "-r", "-c", class)
		if err != nil {
			list.Set(busOf(report.BusDisplay, err))
			return list
		}
		displays = append(displays, trees...)
	}
	list.Set(busOf(report.BusDisplay, nil))
	list.Displays = displaysOf(displays)
	return list
}

func (ask asker) trees(ctx context.Context, args ...string) ([]entry, error) {
	data, err := ask(ctx, append([]string{"-a", "-l"}, args...)...)
	if err != nil {
		return nil, err
	}
	return parse(data)
}

func busOf(bus report.DeviceBus, err error) report.Bus {
	if err != nil {
		return listing.Bus(bus, report.BusUnreadable, "ioreg does not list them: "+err.Error())
	}
	return listing.Bus(bus, report.BusRead, "")
}
