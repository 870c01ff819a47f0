// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg

import (
	"context"
	"time"

	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// List lists what a program prints that takes the place of ioreg, and may print 1 MiB.
func List(ctx context.Context, name string, limit time.Duration, identify bool) listing.List {
	return program(name, limit, 1<<20).list(ctx, identify)
}

// MaxDepth is how deep a property list may be nested.
const MaxDepth = maxDepth

// MacOf is the Mac that a program tells of which takes the place of ioreg.
func MacOf(name string, limit time.Duration) Mac { return program(name, limit, 1<<20).mac() }

// MacFrom is the Mac that the bytes of a file such as ioreg.plist tell of.
func MacFrom(data []byte) Mac { return macOf(func() ([]byte, error) { return data, nil }) }
