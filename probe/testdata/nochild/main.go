// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command nochild uses probe.Self but does not call probe.ChildMain. Tests run it and expect that
// the probe is refused.
package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/xrprobe/xrprobe/probe"
)

func main() {
	_, err := probe.Prober{Helper: probe.Self()}.Probe(context.Background(), probe.Request{})
	fmt.Printf("%t: %v\n", errors.Is(err, probe.ErrNoHelper), err)
}
