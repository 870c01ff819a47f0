// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package stub makes libraries whose headers say what an example needs, and that hold no code. It writes no file and loads none:
//
//	data := stub.Library{Arch: "x86_64", Needed: []string{"libvulkan.so.1"}}.Bytes()
package stub
