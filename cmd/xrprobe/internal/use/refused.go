// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package use

import (
	"errors"
	"fmt"
	"io"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/openxr/loader/activate"
)

// Refused reports whether an error says that nothing was changed, and writes what fixes it.
func Refused(w io.Writer, err error) bool {
	var refused *activate.RefusedError
	if !errors.As(err, &refused) {
		return false
	}
	if refused.Fix != "" {
		fmt.Fprintln(w, prose.Printable(refused.Fix))
	}
	if refused.MayBeForced() && refused.Code != activate.CodeInUse && refused.Code != activate.CodeChanged {
		fmt.Fprintln(w, "To do it all the same, add --force.")
	}
	return true
}
