// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux

package notify

import "errors"

// Devices watches the kernel's devices on Linux only.
type Devices struct{}

// WatchDevices returns errors.ErrUnsupported.
func WatchDevices([]string, func()) (*Devices, error) { return nil, errors.ErrUnsupported }

// Close does nothing.
func (*Devices) Close() {}
