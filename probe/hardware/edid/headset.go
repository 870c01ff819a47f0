// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package edid

import "github.com/xrprobe/xrprobe/probe/hardware/known"

// Sign is what makes a display a headset.
type Sign string

// The signs.
const (
	// SignMicrosoft is Microsoft's vendor block.
	SignMicrosoft Sign = "microsoft"
	// SignDisplayID is the primary use case of DisplayID 2.0 or later.
	SignDisplayID Sign = "displayid"
	// SignKernelList is Linux' list of displays that are not for the desktop.
	SignKernelList Sign = "kernel_list"
)

// Declares returns by which signs the display says itself that it is a headset. It returns nil
// if the display does not say so; most headsets do not. If Missing is not empty, a block that is
// not there may say so.
func (d Display) Declares() []Sign {
	var signs []Sign
	if d.Microsoft != nil && isHeadset(d.Microsoft.Use) {
		signs = append(signs, SignMicrosoft)
	}
	if d.DisplayID != nil && d.DisplayID.Version >= version20 && isHeadset(d.DisplayID.Use) {
		signs = append(signs, SignDisplayID)
	}
	return signs
}

func isHeadset(use byte) bool { return use == UseVR || use == UseAR }

// NonDesktop returns why Linux marks the display's connector as "non-desktop", so that no desktop
// extends onto it. It returns nil if Linux does not. This is the rule of update_display_info in
// drivers/gpu/drm/drm_edid.c, and the kernel that runs may be older. The kernel ignores
// blocks with wrong checksums, and this does not.
func (d Display) NonDesktop() []Sign {
	var signs []Sign
	if known.NonDesktop(d.Vendor, d.Product) {
		signs = append(signs, SignKernelList)
	}
	if d.Microsoft != nil && d.Microsoft.nonDesktop() {
		signs = append(signs, SignMicrosoft)
	}
	if d.DisplayID != nil && d.DisplayID.nonDesktop() {
		signs = append(signs, SignDisplayID)
	}
	return signs
}

// nonDesktop reports whether the kernel takes the block for a headset's, whatever its use case.
func (m Microsoft) nonDesktop() bool {
	return m.Version == 1 || m.Version == 2 || m.Version == 3 && !m.Desktop
}

// nonDesktop reports whether the kernel takes the blocks for a headset's. It knows version 2.0
// alone, and reads no further than an empty block.
func (d DisplayID) nonDesktop() bool {
	return d.Version == version20 && isHeadset(d.Use) && d.DataBlocks > 0
}
