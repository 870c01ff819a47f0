// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package passwd reads lines of /etc/passwd (passwd(5)). It opens nothing.
package passwd
