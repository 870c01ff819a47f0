// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb

import "io"

// ParseList returns the serial numbers and the states of a list.
func ParseList(text string) (serials []string, states []State, err error) {
	entries, err := parseList(text)
	for _, e := range entries {
		serials, states = append(serials, e.serial), append(states, e.state)
	}
	return serials, states, err
}

// ParseTable returns the rows of a table.
func ParseTable(text string) []map[string]string { return parseTable(text).rows }

// ReadAnswer reads a status and a text.
func ReadAnswer(from io.Reader) (string, error) {
	if err := readStatus(from); err != nil {
		return "", err
	}
	return readText(from)
}

// ReadPackets returns what a command printed.
func ReadPackets(from io.Reader) (text, errors string, err error) {
	printed, err := readPackets(from)
	return printed.text, printed.errors, err
}
