// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A request and an answer have a length of four hexadecimal digits in front.
const (
	lengthDigits = 4
	maxRequest   = 1024
	// maxOutput bounds what a command on a device may print.
	maxOutput = 64 << 10
)

// request sends a request and reads whether the server accepts it.
func request(conn io.ReadWriter, service string) error {
	if len(service) > maxRequest {
		return &Error{Kind: ErrDistrusted, Detail: "the server's own words make a request that is too long"}
	}
	if _, err := fmt.Fprintf(conn, "%04x%s", len(service), service); err != nil {
		return err
	}
	return readStatus(conn)
}

// readStatus reads OKAY or FAIL. The reason that follows FAIL may name the device, so only its kind is kept.
func readStatus(from io.Reader) error {
	var status [4]byte
	if _, err := io.ReadFull(from, status[:]); err != nil {
		return err
	}
	switch string(status[:]) {
	case "OKAY":
		return nil
	case "FAIL":
		reason, err := readText(from)
		if err != nil {
			return err
		}
		return &Error{Kind: ErrRefused, Detail: reasonKind(reason)}
	}
	return &Error{Kind: ErrDistrusted, Detail: "it begins with neither OKAY nor FAIL"}
}

// Reasons that say nothing about whether the device answers other requests.
const (
	notKnown     = "it does not know the request"
	deviceClosed = "the device closed the connection"
)

// isAboutDevice reports whether a reason means that the server cannot reach the device.
func isAboutDevice(reason string) bool {
	return reason != "" && reason != notKnown && reason != deviceClosed
}

// reasonKind tells in words of our own why the server refused. These are the reasons of acquire_one_transport in adb's transport.cpp.
func reasonKind(reason string) string {
	for _, row := range []struct{ begins, means string }{
		{"device offline", "the device is offline"},
		{"device unauthorized", "the device has not let this computer in"},
		{"device still authorizing", "the device has not let this computer in yet"},
		{"device still connecting", "the device is not connected yet"},
		{"no device with transport id", "the device is gone"},
		{"device '", "the device is gone"},
		{"unknown host service", notKnown},
		{"closed", deviceClosed},
	} {
		if strings.HasPrefix(reason, row.begins) {
			return row.means
		}
	}
	return ""
}

// readText reads a text that has its length in front.
func readText(from io.Reader) (string, error) {
	var digits [lengthDigits]byte
	if _, err := io.ReadFull(from, digits[:]); err != nil {
		return "", err
	}
	length, err := strconv.ParseUint(string(digits[:]), 16, 16)
	if err != nil {
		return "", &Error{Kind: ErrDistrusted, Detail: "the length is not in hexadecimal digits"}
	}
	text := make([]byte, length)
	_, err = io.ReadFull(from, text)
	return string(text), err
}

// The kinds of packets of adb's shell protocol.
const (
	packetOutput = 1
	packetErrors = 2
	packetExit   = 3
	packetHeader = 5
)

// output is what a command on a device printed. The old shell does not separate errors, and has no exit code.
type output struct {
	text, errors string
	exit         int
}

// readPackets reads packets up to the one with the exit code.
func readPackets(from io.Reader) (output, error) {
	var printed, complained strings.Builder
	for {
		var header [packetHeader]byte
		if _, err := io.ReadFull(from, header[:]); err != nil {
			return output{}, err
		}
		length := binary.LittleEndian.Uint32(header[1:])
		if length > uint32(maxOutput-printed.Len()-complained.Len()) {
			return output{}, tooMuch()
		}
		data := make([]byte, length)
		if _, err := io.ReadFull(from, data); err != nil {
			return output{}, err
		}
		switch {
		case header[0] == packetOutput:
			printed.Write(data)
		case header[0] == packetErrors:
			complained.Write(data)
		case header[0] == packetExit && length == 1:
			return output{printed.String(), complained.String(), int(data[0])}, nil
		default:
			return output{}, &Error{Kind: ErrDistrusted, Detail: "the shell sent a packet of no known kind"}
		}
	}
}

// readAll reads what the old shell sends, up to the end of the connection.
func readAll(from io.Reader) (output, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxOutput+1))
	if err == nil && len(data) > maxOutput {
		err = tooMuch()
	}
	return output{text: string(data)}, err
}

func tooMuch() error {
	return &Error{Kind: ErrDistrusted, Detail: fmt.Sprintf("it has more than %d KiB", maxOutput>>10)}
}
