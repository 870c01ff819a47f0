// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package paths joins, divides and tells apart paths as the Khronos loader's std::filesystem does on an operating system, which need not
// be this one. The package looks at text alone: it follows no link and opens no file.
package paths
