// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package devicelint has the linters of what a runtime on Linux needs of the machine: that the user may open the headset's devices and
// the graphics card, and that there is a Vulkan driver. It reads /sys, what udev knows in /run/udev/data, and manifests of drivers. It
// opens no device.
//
// The sources are the rules of xr-hardware (https://gitlab.freedesktop.org/monado/utilities/xr-hardware), the kernel's documentation of
// /sys, and the search of the Vulkan loader
// (https://github.com/KhronosGroup/Vulkan-Loader/blob/main/docs/LoaderDriverInterface.md).
package devicelint
