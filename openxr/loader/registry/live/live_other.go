// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package live

import "github.com/xrprobe/xrprobe/openxr/loader/registry"

// Source returns the registry of this machine: nil, because only Windows has one.
func Source() registry.Source { return nil }
