// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package setupapi

import (
	"runtime"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// This lists what is plugged into this machine. Only Windows has SetupAPI.
func This(bool) listing.List {
	return listing.Failed(report.BusUnsupported, "only Windows has SetupAPI, and this is "+runtime.GOOS)
}
