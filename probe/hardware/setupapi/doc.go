// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package setupapi lists what is plugged into a Windows machine: USB devices, and displays with their EDIDs.
//
//	list := setupapi.This(false)               // this machine, through SetupAPI
//	list := setupapi.Recorded(exports, false)  // another one, from exports of its registry
//
// Both only read. This asks SetupAPI for the devices that are present, and opens none of them; on other systems it says
// that they are not supported. Recorded reads what these two commands write:
//
//	reg export HKLM\SYSTEM\CurrentControlSet\Enum\USB usb.reg /reg:64
//	reg export HKLM\SYSTEM\CurrentControlSet\Enum\DISPLAY display.reg /reg:64
//
// # What is plugged in, and what is remembered
//
// The registry keeps a key for each device that was ever plugged in. Of a device that is present, the kernel's Plug and Play manager
// keeps a key named Control below that, which is volatile: it is in no file, and is gone after a restart. A machine that runs has
// such keys, if for nothing else then for the root hubs of USB. Therefore a device without the key Control is left out if
// another device in the exports has one; if none has, as in a copy of the registry's files, nothing tells what is
// plugged in, and the bus is unreadable.
//
// # What identifies a device
//
// The last part of a device's instance ID is its serial number, if it has one. Windows makes up the others, and their second letter
// is "&". The serial number is only in USB.Serial, if it was asked for. Places are made of the numbers of hubs and
// ports, and never of instance IDs. Friendly names are not read, because users write them.
//
// # What it cannot tell
//
// Recorded knows the hub of a device only if a neighbour has no serial number: that neighbour's instance ID begins with what the hub's
// key has as ParentIdPrefix. Windows numbers hubs anew at each start, so places do not last as those on Linux do. Drivers
// of graphics cards may keep the displays of headsets from Windows; a display that is missing says nothing.
// HID and Bluetooth are not read.
//
// Sources: Microsoft, "Standard USB Identifiers", "Device Instance IDs", "HKLM\SYSTEM\CurrentControlSet\Enum registry tree" and
// DEVPKEY_Device_BusReportedDeviceDesc, on https://learn.microsoft.com/windows-hardware/drivers/install/; for the key Control
// the Plug and Play manager of ReactOS (ntoskrnl/io/pnpmgr, REG_OPTION_VOLATILE), and AutoIt's scripts for monitors, which
// have gone by it since 2005; for the serial number in the instance ID https://artefacts.help/windows_registry_usb_activity.html;
// for the properties that are missing there, Wine 10.
package setupapi
