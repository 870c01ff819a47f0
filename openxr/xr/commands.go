// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

import (
	"sync/atomic"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
)

// Commands are the commands of one instance, or those that need none. A method looks
// its command up when it is first called and remembers the answer, so that a runtime is asked
// for what is used and nothing else. Methods may be called by several goroutines at once, as far
// as OpenXR lets the commands be.
//
// Memory that an argument points to is kept alive during the call, and what a structure points to
// as well, so far as its fields are typed pointers or unsafe.Pointer.
type Commands struct {
	lookup  func(name string) uintptr
	global  bool
	address [commandCount]atomic.Uintptr
}

// absent is what is remembered of a command that the runtime does not have. No function is there.
const absent = 1

// NewGlobalCommands returns the commands that may be called before there is an instance; all others
// are unsupported, since loaders log a complaint when asked for them. The lookup is usually
// [GetInstanceProcAddr] with [NullHandle]; it returns 0 for what is not there.
func NewGlobalCommands(lookup func(name string) uintptr) *Commands {
	return &Commands{lookup: lookup, global: true}
}

// NewCommands returns the commands of an instance; those that need none are unsupported. The lookup
// is usually [GetInstanceProcAddr] with the instance; it returns 0 for what is not there.
func NewCommands(lookup func(name string) uintptr) *Commands { return &Commands{lookup: lookup} }

// find returns a command's address, or 0 if there is none.
func (c *Commands) find(command int) uintptr {
	address := c.address[command].Load()
	if address == 0 {
		address = c.lookUp(command)
		c.address[command].Store(address)
	}
	if address == absent {
		return 0
	}
	return address
}

func (c *Commands) lookUp(command int) uintptr {
	if c.lookup == nil || c.global != (command < globalCommandCount) {
		return absent
	}
	if address := c.lookup(commandNames[command]); address != 0 {
		return address
	}
	return absent
}

// bind makes *function, a pointer to a variable of function type, call a command.
func (c *Commands) bind(command int, function any) bool {
	address := c.find(command)
	return address != 0 && dl.Bind(function, address) == nil
}
