// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package needs finds the libraries that a Linux library needs, where the dynamic linker would look for them, and says
// which of them, and which symbol versions, are not there.
//
//	found, err := needs.Check(ctx, host, "/usr/lib/libopenxr_monado.so")
//	for _, lack := range found.Lacks {
//		fmt.Println(lack.Library, lack.Searched)
//	}
//
// It reads the headers of files. It loads and executes nothing. Its rules are those of ld.so(8): the run path of the library
// and of what needed it, LD_LIBRARY_PATH, the directories of /etc/ld.so.conf, and the default ones. It does not know what
// a program that loads the library has loaded before, so a program that brings libraries of its own may lack less.
// What it could not look at is unknown, and never a lack.
package needs
