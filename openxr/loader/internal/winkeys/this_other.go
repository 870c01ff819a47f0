// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package winkeys

import "github.com/xrprobe/xrprobe/openxr/loader/registry"

// This returns the registry of this machine: nil, because only Windows has one.
func This() registry.Source { return nil }
