// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package prose

import (
	"errors"
	"io/fs"
	"strings"
)

// Error returns the text of an error for people: where the operating system refused a file, the file comes first, and then what was not
// possible, in place of the name of a system call.
func Error(err error) string {
	var refused *fs.PathError
	if !errors.As(err, &refused) {
		return err.Error()
	}
	what := "cannot be read"
	switch refused.Op {
	case "open":
		what = "cannot be opened"
	case "mkdir", "write", "create", "rename", "remove", "chmod":
		what = "cannot be written"
	}
	file := refused.Path
	if file == "" {
		file = "a file without a name"
	}
	return strings.Replace(err.Error(), refused.Error(), file+" "+what+": "+refused.Err.Error(), 1)
}
