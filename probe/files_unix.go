// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package probe

import "golang.org/x/sys/unix"

// A child reads files by system calls alone. Go's own files lean on a descriptor of the
// scheduler's, and a runtime that closes what it does not own closes that one too.

// maxFileRead is how much of a file is read.
const maxFileRead = 4 << 20

// readWhole returns what a file holds, and what could be read of it with an error.
func readWhole(path string) ([]byte, error) {
	descriptor, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = unix.Close(descriptor) }()
	var content []byte
	buffer := make([]byte, 16<<10)
	for len(content) < maxFileRead {
		n, err := unix.Read(descriptor, buffer)
		if err == unix.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			return content, err
		}
		content = append(content, buffer[:n]...)
	}
	return content, nil
}

// namesIn returns the names of a folder's first files, in the system's order.
func namesIn(folder string, most int) []string {
	descriptor, err := unix.Open(folder, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_DIRECTORY, 0)
	if err != nil {
		return nil
	}
	defer func() { _ = unix.Close(descriptor) }()
	var names []string
	buffer := make([]byte, 16<<10)
	for len(names) < most {
		n, err := unix.ReadDirent(descriptor, buffer)
		if err == unix.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			break
		}
		_, _, names = unix.ParseDirent(buffer[:n], most-len(names), names)
	}
	return names
}
