// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"cmp"
	"runtime"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
)

func shellWord(word string) string { return shell.Word(word) }

// system returns the operating system of a host, by its name in Go.
func system(h loader.Host) string { return cmp.Or(h.GOOS, runtime.GOOS) }
