// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package effects

import "golang.org/x/sys/unix"

// A child reads files with system calls only. Go's own files depend on a descriptor of the
// scheduler, and a runtime that closes descriptors it does not own closes that one too.

// maxFileRead is how much of a file is read.
const maxFileRead = 4 << 20

// readWhole returns a file's content, or what could be read of it and an error.
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

// namesIn returns the names of the first files of a directory, in the system's order.
func namesIn(dir string, most int) []string {
	descriptor, err := unix.Open(dir, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_DIRECTORY, 0)
	if err != nil {
		return nil
	}
	defer func() { _ = unix.Close(descriptor) }()
	return namesOf(descriptor, most)
}

func namesOf(dir, most int) []string {
	var names []string
	buffer := make([]byte, 16<<10)
	for len(names) < most {
		n, err := unix.ReadDirent(dir, buffer)
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

// appendFiles appends a file, or each file in a directory.
func appendFiles(files []file, path string) []file {
	descriptor, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return appendFile(files, unix.AT_FDCWD, file{name: path})
	}
	defer func() { _ = unix.Close(descriptor) }()
	for _, name := range namesOf(descriptor, maxFiles) {
		files = appendFile(files, descriptor, file{dir: path, name: name})
	}
	return files
}

// appendFile leaves out when a directory was written, since that changes with every file
// that appears in it.
func appendFile(files []file, dir int, f file) []file {
	var status unix.Stat_t
	if unix.Fstatat(dir, f.name, &status, unix.AT_SYMLINK_NOFOLLOW) != nil {
		return files
	}
	f.mode = uint32(status.Mode) // sixteen bits on some systems
	if kind := status.Mode & unix.S_IFMT; kind != unix.S_IFDIR {
		f.size, f.writtenNS = status.Size, status.Mtim.Nano()
		if kind == unix.S_IFLNK {
			f.target = targetOf(dir, f.name)
		}
	}
	return append(files, f)
}

func targetOf(dir int, name string) string {
	var target [unix.PathMax]byte
	n, err := unix.Readlinkat(dir, name, target[:])
	if err != nil {
		return ""
	}
	return string(target[:n])
}
