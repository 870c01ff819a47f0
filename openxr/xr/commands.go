// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

// Commands holds the addresses of one runtime's, or one loader's, commands. Its zero
// value knows none. A method calls one command; it must not run at the same time as
// [Commands.LoadGlobal] or [Commands.LoadInstance]. Memory that an argument points to is kept
// alive during the call, and what a structure points to as well, so far as its
// fields are typed pointers or unsafe.Pointer.
type Commands struct {
	address [commandCount]uintptr
}

// LoadGlobal looks up the commands that may be asked for before there is an instance. The lookup
// is usually [GetInstanceProcAddr] with the instance [NullHandle]; it returns 0 for what is not there.
func (c *Commands) LoadGlobal(lookup func(name string) uintptr) {
	c.load(0, globalCommandCount, lookup)
}

// LoadInstance looks up all other commands. The lookup is usually [GetInstanceProcAddr] with an
// instance: without one, loaders refuse these and write a complaint to their log. It returns 0 for what is
// not there.
func (c *Commands) LoadInstance(lookup func(name string) uintptr) {
	c.load(globalCommandCount, commandCount, lookup)
}

func (c *Commands) load(from, to int, lookup func(name string) uintptr) {
	for i := from; i < to; i++ {
		c.address[i] = lookup(commandNames[i])
	}
}
