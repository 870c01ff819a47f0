// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux

package notify

import "errors"

// Devices would wake when devices come and go; nobody knows how to hear of it here.
type Devices struct{}

// WatchDevices returns errors.ErrUnsupported.
func WatchDevices([]string, func()) (*Devices, error) { return nil, errors.ErrUnsupported }

// Close does nothing.
func (*Devices) Close() {}
