// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

// loaderLibrary is the Khronos loader's file name here.
const loaderLibrary = "openxr_loader.dll"
