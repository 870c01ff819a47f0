// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package known has the tables of XR devices: which numbers on USB and Bluetooth belong to what, and who says so.
//
//	row, ok := known.USB("28de:2300")
//
// The tables are data: usb.tsv, bluetooth.tsv and models.tsv, one row a number. They are parsed when they are first asked. A "-" is an empty
// field. The number "2d40:*" stands for all products of a vendor that have no row of their own.
//
// The column "models" has the models that a device can be of or in; "wmr-*" stands for all that begin so. Devices whose models have none in
// common are never one headset. The column "marks" has what else has to be known, separated by semicolons:
//
//	generic            the number is that of a chip, which other products have too
//	ambiguous          something that is no headset has the same number
//	headset            a row of another kind, with a number that a headset has too
//	alike              several models have the same number
//	vendor             the vendor alone is known
//	weak               one author says so
//	blind              it has no display, so it is no headset
//	apart              it says nothing of the headset that it belongs to
//	controllers        the number is a controller's if the product's name says so
//	trackers           the number is a tracker's if the product's name says so
//	joins              the device is in headsets that have a number of their own as well
//	count=N            a headset has up to N devices with the number
//	says=TEXT:MODEL    the product's name says which model it is; several are separated by commas
//	product=TEXT       the row holds only if the product's name contains the text
//	below=ID|ID        the row holds only below a device with one of these numbers
//	over=ID|ID         it says nothing of a headset unless a device with one of these numbers is behind it or beside it
//	beside=VENDOR      the row holds only if a device of the vendor is on the same hub
//	twin=ID            the row holds only as the other half of a hub with this number, on another bus: the SuperSpeed half
//	expects=ID         the headset normally has this device as well; "expects=maker" is one of the headset's maker
//
// The column "source" names a public source, as project@commit:file or project#thread, and "note" says what is ambiguous, in a sentence.
package known
