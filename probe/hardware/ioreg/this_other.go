// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !darwin

package ioreg

import (
	"context"
	"runtime"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// This lists what is plugged into this machine. Only macOS has an I/O Registry.
func This(context.Context, bool) listing.List {
	return listing.Failed(report.BusUnsupported, "only macOS has an I/O Registry, and this is "+runtime.GOOS)
}
