// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package ioreg lists what is plugged into a Mac: USB devices, and displays, from the I/O Registry. It also tells the Mac's model, the
// kernel's version, and the graphics processors.
//
//	list := ioreg.This(ctx, false)             // this machine
//	list := ioreg.Recorded("/mnt/mac", false)  // another one, from /mnt/mac/ioreg.plist
//	model, err := ioreg.ThisMac().Model(ctx)   // or ioreg.RecordedMac("/mnt/mac")
//
// This runs Apple's /usr/sbin/ioreg three times, and Model and GPUs run it twice each, with fixed arguments, an empty environment, a time
// limit and a bound for what it prints. ioreg is part of macOS and only reads: the program opens no device, and without cgo there is no
// other way to ask. On other systems This and ThisMac say that they are not supported. Recorded and RecordedMac read the file ioreg.plist
// in a machine's root, which one of these made:
//
//	ioreg -a -l > ioreg.plist           # everything
//	ioreg -a -l -p IOUSB > ioreg.plist  # USB alone
//
// The registry has only what is present. A file that lacks one of the buses leaves it unreadable.
//
// # Displays
//
// On Macs with Intel's processors the registry has each display's EDID. Those with Apple's have what macOS read in it: the maker, the product
// number and the name. A headset's display may be in neither, because macOS shows no picture on most headsets.
//
// # Graphics processors
//
// Macs with Intel's processors have display controllers on the PCI bus, and a driver's accelerator below each. It names the bundle that it is
// from. Apple's processors have an accelerator alone.
//
// # What identifies a device
//
// The entry of the machine has its serial number and a UUID beside the model. They are not read.
// A device's entry has its serial number several times. It is only in USB.Serial, if it was asked for. A display's serial number is not read;
// it is in its EDID. Places are numbers of ports, and names of graphics hardware. HID and Bluetooth are not read.
//
// # The reader of property lists
//
// It is github.com/micromdm/plist. howett.net/plist, which has more users, takes three more formats for XML that it cannot
// read, and lets errors of run time through as panics. Neither bounds how deep lists are nested, so this package does
// before it calls the reader.
//
// Sources: ioreg(8); IOUSBHostFamily's AppleUSBDefinitions.h for speeds and locations; for entries of real machines kevinmehall/nusb#37 and
// #66 and pok3r-custom/pok3rtool#5 (USB), OpenHMD/OpenHMD#95 (a PlayStation VR), kfix/ddcctl#17 (Intel's displays),
// jakehilborn/displayplacer#96 and oshi/oshi#3404 (Apple's); for graphics processors, what exelban/stats@0c7f569 reads of IOAccelerator and
// IOPCIDevice (Modules/GPU/reader.swift).
package ioreg
