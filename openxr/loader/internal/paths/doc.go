// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package paths joins, divides and tells apart paths by the rules of an operating system that the caller names, as std::filesystem does
// there in the Khronos loader. The package only reads text: it follows no link and opens no file.
package paths
