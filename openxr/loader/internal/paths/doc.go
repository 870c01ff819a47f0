// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package paths joins and divides paths as the Khronos loader's std::filesystem does on an operating system, which need not be this
// one. It works on text alone: it cleans no path, follows no link and opens nothing.
package paths
