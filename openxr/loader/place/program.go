// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// program makes the view of a program's processes: if it gives them more rights than its user has, they are in secure execution
// (AT_SECURE in getauxval(3)), and the loader ignores variables (rule L7).
func (v *View) program() error {
	name := v.Outside.Absolute(v.At.Name)
	info := v.Outside.FileAt(name)
	if info.State != loader.StateFound || !info.Mode.IsRegular() {
		return fmt.Errorf("%s: there is no program %s: name its file", v.At, name)
	}
	file, err := v.Outside.Open(name)
	if err != nil {
		return fmt.Errorf("%s: the program cannot be read: %w", v.At, err)
	}
	defer file.Close()
	start := make([]byte, 2)
	if _, err := io.ReadFull(file, start); err == nil && string(start) == "#!" {
		return fmt.Errorf("%s: %s is a script, whose rights are those of the program that reads it: name that program's file", v.At, name)
	}
	uid, gid, err := v.ids()
	if err != nil {
		return err
	}
	rights, err := rightsOf(file)
	if err != nil {
		return fmt.Errorf("%s: the rights of %s cannot be read: %w", v.At, name, err)
	}
	because := rights.secure(uid, gid)
	secure := because != ""
	v.Secure = func() bool { return secure }
	if !secure {
		because = "gives its processes no more rights than its user has, so they honour the variables"
	} else {
		because += ", so they ignore XR_RUNTIME_JSON, XR_API_LAYER_PATH, HOME and XDG_*"
	}
	v.Notes = append(v.Notes, name+" "+because+".")
	return nil
}

// ids returns the numbers of the user whose program runs, and of the user's group.
func (v *View) ids() (uid, gid uint32, err error) {
	if v.Outside.Root == "" && v.Outside.User == "" {
		return uint32(os.Getuid()), uint32(os.Getgid()), nil //nolint:gosec // they are numbers of 32 bits
	}
	u, notUser := strconv.ParseUint(v.number(uidField), 10, 32)
	g, notGroup := strconv.ParseUint(v.number(gidField), 10, 32)
	if v.Outside.User == "" || notUser != nil || notGroup != nil {
		return 0, 0, fmt.Errorf("%s: whose program it is decides what its rights are: add --user NAME", v.At)
	}
	return uint32(u), uint32(g), nil
}

// rights are what a program's file gives to its processes.
type rights struct {
	mode     fs.FileMode
	uid, gid uint32
	// capabilities is the attribute security.capability, or nil.
	capabilities []byte
	// ignored is set if the file system's mount ignores them (nosuid).
	ignored bool
}

// secure says why a user's processes are in secure execution, or returns "" if they are not. The kernel's rules are in
// security/commoncap.c, cap_bprm_creds_from_file: capabilities count unless the user is root.
func (r rights) secure(uid, gid uint32) string {
	names, gives := capabilities(r.capabilities)
	switch {
	case r.ignored:
		return ""
	case r.mode&fs.ModeSetuid != 0 && r.uid != uid:
		return "runs with the rights of its owner (set-user-ID)"
	case r.mode&fs.ModeSetgid != 0 && r.mode&0o010 != 0 && r.gid != gid:
		return "runs with the rights of its group (set-group-ID)"
	case gives && uid != 0:
		return "gives its processes capabilities (" + strings.Join(names, ", ") + ")"
	}
	return ""
}

// The layout of the attribute, in linux/capability.h: the revision and flags, then pairs of what is permitted and inheritable.
const (
	capabilityRevisions = 0xFF000000
	capabilityEffective = 0x000001
	capabilityRevision1 = 0x01000000
	capabilityRevision2 = 0x02000000
	capabilityRevision3 = 0x03000000
)

// capabilities reads the attribute security.capability: the names of the capabilities that it permits, and whether it gives any.
// One of revision 3 counts only in the name spaces of another root user, unless that is the kernel's own.
func capabilities(attribute []byte) (names []string, gives bool) {
	if len(attribute) < 4 {
		return nil, false
	}
	word := func(i int) uint32 { return binary.LittleEndian.Uint32(attribute[4*i:]) }
	magic := word(0)
	length := map[uint32]int{capabilityRevision1: 12, capabilityRevision2: 20, capabilityRevision3: 24}[magic&capabilityRevisions]
	if length == 0 || len(attribute) != length || length == 24 && !bytes.Equal(attribute[20:], make([]byte, 4)) {
		return nil, false
	}
	permitted := uint64(word(1))
	if length > 12 {
		permitted |= uint64(word(3)) << 32
	}
	known := capabilityNames()
	for bit := range 64 {
		if permitted&(1<<bit) == 0 {
			continue
		}
		name := fmt.Sprintf("capability %d", bit)
		if bit < len(known) {
			name = "cap_" + known[bit]
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		names = []string{"those that they inherit"}
	}
	return names, permitted != 0 || magic&capabilityEffective != 0
}

// capabilityNames are the names of capabilities by their numbers; see capabilities(7).
func capabilityNames() []string {
	return strings.Fields("chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service net_broadcast " +
		"net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config " +
		"mknod lease audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore")
}
