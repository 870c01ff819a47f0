// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package sockets

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// maxTable is how much of a table is read.
const maxTable = 4 << 20

// fromFiles reads the listeners of tables. It fails if none of them can be read.
func fromFiles(parse func(table string) []Listener, paths ...string) ([]Listener, error) {
	var all []Listener
	err := ErrUnknown
	for _, path := range paths {
		if table, failed := readTable(path); failed == nil {
			all, err = append(all, parse(table)...), nil
		}
	}
	return all, err
}

func readTable(path string) (string, error) {
	descriptor, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", err
	}
	defer func() { _ = unix.Close(descriptor) }()
	table, err := io.ReadAll(io.LimitReader(reader(descriptor), maxTable))
	return string(table), err
}

// reader reads a descriptor with system calls only.
type reader int

// Read implements io.Reader.
func (r reader) Read(p []byte) (int, error) {
	for {
		n, err := unix.Read(int(r), p)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return 0, err
		case n == 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

// parseTCP reads /proc/net/tcp or tcp6, whose first line has titles. The fields of a line are its number, the local address, the
// remote one, the state, and five more before the inode.
func parseTCP(table string) []Listener {
	const listens = "0A" // TCP_LISTEN
	var all []Listener
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		if len(fields) < 10 || fields[3] != listens {
			continue
		}
		if inode, err := strconv.ParseUint(fields[9], 10, 64); err == nil {
			all = append(all, Listener{inode, NetworkTCP, address(fields[1])})
		}
	}
	return all
}

// address turns 0100007F:1F90 into 127.0.0.1:8080. The kernel writes each four bytes in the machine's byte order.
func address(text string) string {
	host, port, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(host)
	number, portErr := strconv.ParseUint(port, 16, 16)
	if err != nil || portErr != nil || len(raw)%4 != 0 {
		return text
	}
	for i := 0; i < len(raw); i += 4 {
		binary.BigEndian.PutUint32(raw[i:], binary.NativeEndian.Uint32(raw[i:]))
	}
	ip, ok := netip.AddrFromSlice(raw)
	if !ok {
		return text
	}
	return netip.AddrPortFrom(ip, uint16(number)).String()
}

// parseUnix reads /proc/net/unix, whose first line has titles. A line has six fields, then the inode, which is aligned to the right,
// and then the path, which is missing if the socket has no name.
func parseUnix(table string) []Listener {
	const acceptsConnections = 0x10000 // __SO_ACCEPTCON
	var all []Listener
	for line := range strings.Lines(table) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 7)
		if len(fields) < 7 {
			continue
		}
		flags, err := strconv.ParseUint(fields[3], 16, 32)
		number, name, _ := strings.Cut(strings.TrimLeft(fields[6], " "), " ")
		inode, inodeErr := strconv.ParseUint(number, 10, 64)
		if err == nil && inodeErr == nil && flags&acceptsConnections != 0 {
			all = append(all, Listener{inode, NetworkUnix, strings.ToValidUTF8(name, "\uFFFD")})
		}
	}
	return all
}
