// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux && !windows && !darwin

package openxr

// loaderLibrary is the Khronos loader's usual file name on Unix.
const loaderLibrary = "libopenxr_loader.so"
