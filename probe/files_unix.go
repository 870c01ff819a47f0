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
	return namesOf(descriptor, most)
}

func namesOf(folder, most int) []string {
	var names []string
	buffer := make([]byte, 16<<10)
	for len(names) < most {
		n, err := unix.ReadDirent(folder, buffer)
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

// appendFiles appends a file, or each one in a folder.
func appendFiles(files []file, path string) []file {
	descriptor, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return appendFile(files, unix.AT_FDCWD, file{name: path})
	}
	defer func() { _ = unix.Close(descriptor) }()
	for _, name := range namesOf(descriptor, maxWatched) {
		files = appendFile(files, descriptor, file{folder: path, name: name})
	}
	return files
}

// appendFile leaves out when a folder was written: what happens in a folder's own folder
// is nobody's business here.
func appendFile(files []file, folder int, f file) []file {
	var status unix.Stat_t
	if unix.Fstatat(folder, f.name, &status, unix.AT_SYMLINK_NOFOLLOW) != nil {
		return files
	}
	f.mode = uint32(status.Mode) // sixteen bits on some systems
	if kind := status.Mode & unix.S_IFMT; kind != unix.S_IFDIR {
		f.size, f.writtenNS = status.Size, status.Mtim.Nano()
		if kind == unix.S_IFLNK {
			f.target = targetOf(folder, f.name)
		}
	}
	return append(files, f)
}

func targetOf(folder int, name string) string {
	var target [unix.PathMax]byte
	n, err := unix.Readlinkat(folder, name, target[:])
	if err != nil {
		return ""
	}
	return string(target[:n])
}
