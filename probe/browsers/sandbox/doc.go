// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package sandbox knows how Chromium on Linux looks for the OpenXR runtime itself, before it seals its process for XR, and what that
// process then still reaches:
//
//	hook := sandbox.Look(host)
//	hook.Manifest         // what its search finds; the Khronos loader may find something else
//	hook.Library          // what it loads before the process is sealed, or ""
//	hook.MayRead(path)    // whether the sealed process may read a file
//	sandbox.Sockets(host) // the sockets to which it may connect
//
// The package reads the files of a host and starts nothing. Its rules are those of Chromium 157:
// chromium/chromium@5153d78235bc031c9f697389fdd4cb818c2aab0c, content/services/isolated_xr_device/xr_sandbox_hook_linux.cc. They were read
// there, and not watched.
package sandbox
