// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"io/fs"
	"slices"
	"strconv"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// access says whether the user may read and write a device, as far as that is known.
type access uint8

const (
	unknown access = iota
	denied
	granted
)

// accessTo says whether the user may read and write a device. Here the system is asked. Of an example the modes tell; of the root of
// another machine nothing does, because lists of rights and the groups of a session are not in its files.
func accessTo(p *lint.Patient, node string) access {
	info := p.Host.FileAt(node)
	switch {
	case info.State != loader.StateFound:
		return unknown
	case p.Example:
		return byMode(p, node, info.Mode)
	case p.Host.Root == "" && p.Host.User == "" && p.Host.Place == "":
		return askedOf(node)
	}
	return unknown
}

// The permissions to read and write, for the owner; those of the group and of others are shifted to the right.
const readWrite fs.FileMode = 0o600

// byMode is what the modes tell.
func byMode(p *lint.Patient, node string, mode fs.FileMode) access {
	user, known := hostfacts.UserID(p.Host)
	owner, group, owned := p.OwnerOf(node)
	if !known || !owned {
		return unknown
	}
	needed := readWrite >> 6
	switch {
	case user == 0:
		return granted
	case owner == user:
		needed = readWrite
	case slices.Contains(hostfacts.Members(p.Host, group), hostfacts.UserOf(p.Host, 2, strconv.Itoa(user))):
		needed = readWrite >> 3
	}
	if mode&needed == needed {
		return granted
	}
	return denied
}
