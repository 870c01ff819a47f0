// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package notify

import "errors"

// Registry watches registry keys on Windows only.
type Registry struct{}

// WatchRegistry returns errors.ErrUnsupported.
func WatchRegistry([]string, func()) (*Registry, error) { return nil, errors.ErrUnsupported }

// Close does nothing.
func (*Registry) Close() {}
