// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Path returns the number that this instance gives to a path such as "/user/hand/left".
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrStringToPath
func (i *Instance) Path(name string) (xr.Path, error) {
	if strings.IndexByte(name, 0) >= 0 {
		return xr.NullPath, fmt.Errorf("%q: %w", name, &Error{Command: "xrStringToPath", Result: xr.ErrorPathFormatInvalid})
	}
	terminated := append([]byte(name), 0)
	path := new(xr.Path)
	if err := check("xrStringToPath", i.commands.StringToPath(i.handle, &terminated[0], path)); err != nil {
		return xr.NullPath, fmt.Errorf("%q: %w", name, err)
	}
	return *path, nil
}

// PathName returns the name of a path's number.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrPathToString
func (i *Instance) PathName(path xr.Path) (string, error) {
	name, err := enumerate("xrPathToString", 0, func(b *byte) { *b = 0 }, func(capacity uint32, count *uint32, first *byte) xr.Result {
		return i.commands.PathToString(i.handle, path, capacity, count, first)
	})
	return text(name), err
}
