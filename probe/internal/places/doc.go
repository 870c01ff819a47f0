// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package places knows where runtimes are installed outside the directories that the Khronos loader's search has: in Steam's
// libraries, in flatpaks, and in prefixes below the home directory. It reads manifests, and opens no library.
package places
