// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package prose

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestError_NamesNoSystemCall(t *testing.T) {
	t.Parallel()
	refused := func(op string) error { return &fs.PathError{Op: op, Path: "/x", Err: fs.ErrPermission} }
	for want, err := range map[string]error{
		"--from: /x cannot be opened: permission denied":   fmt.Errorf("--from: %w", refused("open")),
		"/x cannot be read: permission denied":             refused("lstat"),
		"/x cannot be written: permission denied":          refused("mkdir"),
		"a file without a name cannot be opened: gone":     &fs.PathError{Op: "open", Err: errors.New("gone")},
		"another error, which has no file":                 errors.New("another error, which has no file"),
		"/x: /x cannot be read: permission denied: advice": fmt.Errorf("/x: %w: advice", refused("stat")),
	} {
		require.Equal(t, want, Error(err))
	}
}
