// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxFile is many times what a file of facts holds.
const maxFile = 1 << 20

// read reads a file. What is no file, such as a pipe, is not opened: it might never end.
func (m Machine) read(absolute string) ([]byte, error) {
	info, err := m.stat(absolute)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file", absolute)
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

// stat asks for the whole path first, so that what is missing is asked for in one way,
// whatever else is there. In a root that stands for "/" a link that leads out of it leads
// nowhere: nothing of this machine is taken for the other one's.
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
	return filepath.Join(first(m.Root, "/"), filepath.FromSlash(absolute))
}
