// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// maxFile is many times what a file of facts holds.
const maxFile = 1 << 20

// files are the machine's. In a root that stands for "/" a link that leads out of it leads
// nowhere, so that nothing of this machine is taken for the other one's.
func (m Machine) files() (fs.FS, func(), error) {
	if m.Root == "" {
		return os.DirFS("/"), func() {}, nil
	}
	root, err := os.OpenRoot(m.Root)
	if err != nil {
		return nil, nil, err
	}
	return root.FS(), func() { root.Close() }, nil
}

// read reads a file. What is no file, such as a pipe, is not opened: it might never end.
func (m Machine) read(absolute string) ([]byte, error) {
	files, done, err := m.files()
	if err != nil {
		return nil, err
	}
	defer done()
	name := path.Clean(absolute)[1:]
	info, err := fs.Stat(files, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file", absolute)
	}
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxFile))
}

func (m Machine) exists(absolute string) bool {
	files, done, err := m.files()
	if err != nil {
		return false
	}
	defer done()
	_, err = fs.Stat(files, path.Clean(absolute)[1:])
	return err == nil
}
