// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr

import (
	"sync/atomic"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
)

// Commands has the commands of one instance, or those that need no instance. A method looks
// up its command at the first call and remembers the address, so that the runtime is asked
// only for commands that are used. Several goroutines may call methods at the same time, if
// OpenXR allows this for the command.
//
// Memory that an argument points to stays alive during the call. So does the memory that a
// structure points to through typed pointers or unsafe.Pointer.
type Commands struct {
	lookup  func(name string) uintptr
	global  bool
	address [commandCount]atomic.Uintptr
}

// absent is stored as the address of a command that the runtime does not have.
const absent = 1

// NewGlobalCommands returns the commands that need no instance. All others return
// [ErrorFunctionUnsupported] without a lookup, because loaders log a complaint about it.
// lookup is usually [GetInstanceProcAddr] with [NullHandle]; it returns 0 if there is no
// command of that name.
func NewGlobalCommands(lookup func(name string) uintptr) *Commands {
	return &Commands{lookup: lookup, global: true}
}

// NewCommands returns the commands of an instance. The commands that need no instance return
// [ErrorFunctionUnsupported]. lookup is usually [GetInstanceProcAddr] with the instance; it
// returns 0 if there is no command of that name.
func NewCommands(lookup func(name string) uintptr) *Commands { return &Commands{lookup: lookup} }

// find returns the address of a command, or 0 if there is none.
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

// lookUp gets the address of a command from the runtime, or returns absent.
func (c *Commands) lookUp(command int) uintptr {
	if c.lookup == nil || c.global != (command < globalCommandCount) {
		return absent
	}
	if address := c.lookup(commandNames[command]); address != 0 {
		return address
	}
	return absent
}

// bind sets *function, where function is a pointer to a variable of function type, to call
// a command. It reports whether there is such a command.
func (c *Commands) bind(command int, function any) bool {
	address := c.find(command)
	return address != 0 && dl.Bind(function, address) == nil
}
