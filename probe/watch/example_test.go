// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch_test

import (
	"context"
	"log"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/watch"
)

// This user agent uses the last report of an earlier run until another runtime is active, or until
// this one was asked again.
func ExampleWatcher() {
	var last *report.Report // read from where the program stored it
	devices := navigator.NewDevices(navigator.DevicesConfig{Source: watch.Watcher{Last: last}})
	if err := devices.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
}
