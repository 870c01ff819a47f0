// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package adb finds Android headsets on USB and on the network, through an adb server that already runs on this machine:
//
//	server, err := adb.Client{}.Server(ctx)
//	if errors.Is(err, adb.ErrNoServer) {
//		return // nothing is known about Android devices
//	}
//	for _, device := range server.Devices {
//		fmt.Println(device.Number, device.State, device.Known)
//	}
//
// It starts no server and executes no program: it speaks the protocol of adb's clients itself. It learns whether a server runs by
// connecting. Where nobody listens the kernel refuses at once, and no process notices. A look at the listening sockets first would
// add nothing: it does not tell whose socket it is, only Linux shows it, and the server may have ended meanwhile. There is one limit:
// a socket that a service manager holds for a server that does not run yet looks like a server, and connecting starts it.
//
// The questions change nothing: the server's version, its list of devices, and for a device that lets this computer in, its features,
// some of its properties, and the active OpenXR runtime that its runtime broker names. The last one may start the broker's process
// on the device, as every OpenXR application does.
//
// Everything that the server and the devices answer is distrusted: sizes, counts and times have bounds, and what cannot be true is an
// error. Serial numbers and network addresses are in [Identity] alone, and that only if [Client.Identify] is set.
//
// It was seen to work with Debian's adb 29.0.6 and 34.0.5 and stand-ins for devices; no real device was there.
//
// Sources: the protocol is described in OVERVIEW.TXT, protocol.txt and SERVICES.TXT of Android's packages/modules/adb, and the
// environment variables are read as in its client/commandline.cpp and socket_spec.cpp. The list is written by append_transport in
// transport.cpp, and shell_protocol.h has the packets. The broker's table is that of OpenXR-SDK-Source,
// src/loader/android_utilities.cpp, which "content query" of Android's frameworks/base/cmds/content prints. The features of
// headsets are in https://developer.android.com/reference/android/content/pm/PackageManager and
// https://developer.android.com/reference/androidx/xr/runtime/manifest/ManifestFeature.
package adb
