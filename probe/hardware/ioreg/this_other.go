// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !darwin

package ioreg

import (
	"context"
	"errors"
	"runtime"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

const notHere = "only macOS has an I/O Registry, and this is " + runtime.GOOS

// This lists what is plugged into this machine. Only macOS has an I/O Registry.
func This(context.Context, bool) listing.List {
	return listing.Failed(report.BusUnsupported, notHere)
}

// ThisMac is the machine on which this runs. Only macOS has an I/O Registry.
func ThisMac() Mac {
	return Mac{ask: func(context.Context, ...[]string) ([]entry, error) { return nil, errors.New(notHere) }}
}
