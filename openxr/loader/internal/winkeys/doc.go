// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package winkeys knows where Windows' registry names runtimes and API layers, and reads it. It writes nothing. The names are those of the Khronos loader (src/loader/manifest_file.cpp and src/common/loader_interfaces.h, SDK 1.1.61) and of
// its design document (https://registry.khronos.org/OpenXR/specs/1.1/loader.html).
package winkeys
