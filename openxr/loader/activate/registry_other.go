// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package activate

import "context"

// errNotOnWindows says that only Windows changes its registry.
var errNotOnWindows = &RefusedError{Code: CodeUnsupported, Text: "the registry of Windows is changed on Windows only", Fix: "See the commands that do it there, with --dry-run."}

func (p *Plan) applyRegistry(context.Context) error { return errNotOnWindows }

func (m Machine) undoRegistry(context.Context, bool) (Past, error) { return Past{}, errNotOnWindows }

func (m Machine) rememberedValues(context.Context) ([]Past, bool, error) { return nil, false, nil }
