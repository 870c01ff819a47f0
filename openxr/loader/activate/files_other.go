// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux

package activate

import (
	"context"

	"github.com/xrprobe/xrprobe/openxr/loader/activate/internal/swap"
)

// errElsewhere says that only Linux changes Linux' files.
var errElsewhere = &RefusedError{Code: CodeUnsupported, Text: "the files of a Linux system are changed on Linux only", Fix: "See the commands that do it there, with --dry-run."}

func (p *Plan) applyFiles(context.Context) error { return errElsewhere }

func (m Machine) undoFiles(context.Context, string, bool) (swap.Record, error) {
	return swap.Record{}, errElsewhere
}

func (m Machine) rememberedFiles(string) ([]swap.Record, bool, error) { return nil, false, nil }

// Finish does nothing on systems whose changes are finished by Apply and Undo.
func Finish(context.Context, Machine) error { return nil }
