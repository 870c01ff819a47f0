// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package hostfacts reads what the files of a machine say of its users, of its distribution, and of where a flatpak's files are after
// an update. It reads below the host's root, executes nothing, and asks no service.
package hostfacts
