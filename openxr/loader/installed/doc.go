// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package installed finds the Khronos loader that programs of a host would load, and tells its version by reading the file.
// It never runs or loads one, and it never guesses: a version that a file does not tell exactly is a range, and one that
// contradicts itself is an error.
//
//	host = installed.Follow(host) // the rules of the loader that is installed there, where its version is known
//
// The version is, in this order, that of the file's name after symbolic links (libopenxr_loader.so.1.1.47), that of the
// version resource of a DLL, and the range of the releases whose texts and command names are in the file. Those were compared
// with the loader's source of every release from 1.0.9 to 1.1.61, and with libraries of twenty releases that GCC built for Linux.
package installed
