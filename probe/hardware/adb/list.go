// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb

import (
	"strconv"
	"strings"
)

// maxDevices bounds how many devices of a list are read.
const maxDevices = 64

// State says what the server can do with a device, in adb's own words.
type State string

// The states that adb's transport.cpp knows. Of these only StateDevice lets the server ask the device something that is asked here.
const (
	StateDevice        State = "device"
	StateOffline       State = "offline"
	StateUnauthorized  State = "unauthorized"
	StateAuthorizing   State = "authorizing"
	StateConnecting    State = "connecting"
	StateNoPermissions State = "no permissions"
	StateBootloader    State = "bootloader"
	StateRecovery      State = "recovery"
	StateSideload      State = "sideload"
	StateRescue        State = "rescue"
	StateDetached      State = "detached"
	StateHost          State = "host"
	StateUnknown       State = "unknown"
)

// because says why a device in this state is not asked; "" for StateDevice.
func (s State) because() string {
	switch s {
	case StateDevice:
		return ""
	case StateOffline:
		return "the device does not answer the adb server"
	case StateUnauthorized:
		return "the device has not let this computer in: its user has to allow USB debugging in the dialogue that it shows"
	case StateAuthorizing, StateConnecting:
		return "the adb server is still connecting to the device"
	case StateNoPermissions:
		return "the adb server may not open the device: no udev rule gives it to the user"
	case StateDetached:
		return "the adb server has let go of the device"
	case StateBootloader, StateRecovery, StateSideload, StateRescue:
		return "the device has not started Android, but is in the mode " + string(s)
	}
	return "the adb server does not say what state the device is in"
}

// states are in an order in which none is the beginning of a later one.
var states = []State{
	StateDevice, StateOffline, StateUnauthorized, StateAuthorizing, StateConnecting, StateNoPermissions, StateBootloader, StateRecovery,
	StateSideload, StateRescue, StateDetached, StateHost,
}

// Connection says how the server reaches a device.
type Connection string

// The ways.
const (
	ConnectionUSB      Connection = "usb"
	ConnectionNetwork  Connection = "network"
	ConnectionEmulator Connection = "emulator"
)

// entry is a line of the list. Serial is a serial number, a network address, or "" if the device has none.
type entry struct {
	serial, transport, usbPath string
	state                      State
	connection                 Connection
}

// noSerial stands in the list for a device that has no serial number.
const noSerial = "(no serial number)"

// parseList reads the answer to devices-l: of each line the serial number, the state, and then words with a colon.
func parseList(text string) ([]entry, error) {
	entries := []entry{}
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\r\n "); line == "" {
			continue
		}
		if len(entries) == maxDevices {
			return nil, &Error{Kind: ErrDistrusted, Detail: "it lists more than " + strconv.Itoa(maxDevices) + " devices"}
		}
		one, ok := parseEntry(line)
		if !ok {
			return nil, &Error{Kind: ErrDistrusted, Detail: "a line of the list has no serial number and state"}
		}
		entries = append(entries, one)
	}
	return entries, nil
}

// parseEntry reads a line from its end, because a serial number may hold anything.
func parseEntry(line string) (entry, bool) {
	var e entry
	rest := line
	rest, e.transport = cutWord(rest, "transport_id:")
	for _, key := range []string{"device:", "model:", "product:"} {
		rest, _ = cutWord(rest, key)
	}
	var path string
	rest, path = cutWord(rest, "usb:")
	e.usbPath = usbPath(path)
	after, without := strings.CutPrefix(rest, noSerial)
	if !without {
		e.serial, after, _ = strings.Cut(rest, " ")
	}
	if !isNumber(e.transport) {
		e.transport = ""
	}
	after = strings.TrimLeft(after, " ")
	e.state, e.connection = stateOf(after), connectionOf(e.serial, path)
	return e, after != "" && (without || e.serial != "")
}

// cutWord cuts the last word of a text off, if it begins with a key, and returns what follows the key.
func cutWord(text, key string) (before, value string) {
	at := strings.LastIndexByte(text, ' ')
	value, found := strings.CutPrefix(text[at+1:], key)
	if at < 0 || !found {
		return text, ""
	}
	return strings.TrimRight(text[:at], " "), value
}

func stateOf(text string) State {
	for _, s := range states {
		if rest, found := strings.CutPrefix(text, string(s)); found && (rest == "" || !isLetter(rest[0])) {
			return s
		}
	}
	return StateUnknown
}

// connectionOf follows how adb names devices: what is not on USB has an address for a serial number, or the name of a service.
func connectionOf(serial, path string) Connection {
	switch {
	case path != "":
		return ConnectionUSB
	case strings.HasPrefix(serial, "emulator-"):
		return ConnectionEmulator
	case strings.Contains(serial, ":"), strings.Contains(serial, "._adb"):
		return ConnectionNetwork
	}
	return ConnectionUSB
}

// usbPath returns a path as Linux names a USB device: the bus, and the ports on the way to it. Other systems have other words.
func usbPath(text string) string {
	bus, ports, found := strings.Cut(text, "-")
	if !found || !isNumber(bus) {
		return ""
	}
	for port := range strings.SplitSeq(ports, ".") {
		if !isNumber(port) {
			return ""
		}
	}
	return text
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isNumber(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != "" && len(text) < 20
}
