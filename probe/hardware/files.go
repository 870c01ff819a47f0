// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxFile is the largest number of bytes that read returns. The files that this package
// reads are much smaller.
const maxFile = 1 << 20

// read returns the first maxFile bytes of a regular file. It does not open anything else,
// because a read from a pipe might never return.
func (m Machine) read(absolute string) ([]byte, error) {
	info, err := m.stat(absolute)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", absolute)
	}
	file, err := os.Open(m.path(absolute))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxFile))
}

func (m Machine) exists(absolute string) bool {
	_, err := m.stat(absolute)
	return err == nil
}

// stat returns the file's information. If Root is set, a symbolic link that leads out of
// Root is an error: a file of this machine must not be taken for one of the machine in Root.
// The first call with the whole path makes the system calls for a missing file the same,
// whatever else exists.
func (m Machine) stat(absolute string) (fs.FileInfo, error) {
	info, err := os.Stat(m.path(absolute))
	if err != nil || m.Root == "" {
		return info, err
	}
	root, err := os.OpenRoot(m.Root)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Stat(filepath.FromSlash(absolute[1:]))
}

func (m Machine) path(absolute string) string {
	return filepath.Join(cmp.Or(m.Root, "/"), filepath.FromSlash(absolute))
}
