// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigatortest

import (
	"context"
	"testing"

	"github.com/xrprobe/xrprobe/modes/navigator"
)

// Run runs the devices until the test ends.
func Run(t testing.TB, devices *navigator.Devices) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = devices.Run(ctx) // it ends with the context's error
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
}
