// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg

import (
	"context"

	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// This lists what is plugged into this machine.
func This(ctx context.Context, identify bool) listing.List {
	return program("/usr/sbin/ioreg", limit, maxList).list(ctx, identify)
}

// ThisMac is the machine on which this runs.
func ThisMac() Mac { return program("/usr/sbin/ioreg", limit, maxList).mac() }
