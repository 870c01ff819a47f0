// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"encoding/binary"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"
)

// attribute makes an attribute security.capability: its first word, and then pairs of what is permitted and inheritable.
func attribute(words ...uint32) []byte {
	var data []byte
	for _, word := range words {
		data = binary.LittleEndian.AppendUint32(data, word)
	}
	return data
}

func TestRights_SaySecureExecution(t *testing.T) {
	t.Parallel()
	const nice, ann = 1 << 23, 1000
	for name, row := range map[string]struct {
		rights rights
		user   uint32
		want   string
	}{
		"plain":                          {rights{mode: 0o755}, ann, ""},
		"set-user-ID of root":            {rights{mode: 0o755 | fs.ModeSetuid}, ann, "set-user-ID"},
		"set-user-ID of the user":        {rights{mode: 0o755 | fs.ModeSetuid, uid: ann}, ann, ""},
		"set-user-ID of another":         {rights{mode: 0o755 | fs.ModeSetuid, uid: ann}, 0, "set-user-ID"},
		"set-user-ID, run by root":       {rights{mode: 0o755 | fs.ModeSetuid}, 0, ""},
		"set-group-ID":                   {rights{mode: 0o755 | fs.ModeSetgid}, ann, "set-group-ID"},
		"set-group-ID of the group":      {rights{mode: 0o755 | fs.ModeSetgid, gid: ann}, ann, ""},
		"set-group-ID means locking":     {rights{mode: 0o745 | fs.ModeSetgid}, ann, ""},
		"a mount that ignores it":        {rights{mode: 0o755 | fs.ModeSetuid, ignored: true}, ann, ""},
		"a capability":                   {rights{mode: 0o755, capabilities: attribute(0x02000001, nice, 0, 0, 0)}, ann, "(cap_sys_nice)"},
		"a capability, run by root":      {rights{mode: 0o755, capabilities: attribute(0x02000001, nice, 0, 0, 0)}, 0, ""},
		"permitted only":                 {rights{mode: 0o755, capabilities: attribute(0x02000000, nice, 0, 0, 0)}, ann, "(cap_sys_nice)"},
		"of the second word":             {rights{mode: 0o755, capabilities: attribute(0x02000000, 0, 0, 1<<8, 0)}, ann, "(cap_checkpoint_restore)"},
		"an unknown one":                 {rights{mode: 0o755, capabilities: attribute(0x02000000, 0, 0, 1<<31, 0)}, ann, "(capability 63)"},
		"the first revision":             {rights{mode: 0o755, capabilities: attribute(0x01000001, nice, 0)}, ann, "(cap_sys_nice)"},
		"the third, of the kernel":       {rights{mode: 0o755, capabilities: attribute(0x03000001, nice, 0, 0, 0, 0)}, ann, "(cap_sys_nice)"},
		"the third, of a container":      {rights{mode: 0o755, capabilities: attribute(0x03000001, nice, 0, 0, 0, 100000)}, ann, ""},
		"inheritable only":               {rights{mode: 0o755, capabilities: attribute(0x02000000, 0, nice, 0, 0)}, ann, ""},
		"inheritable and effective":      {rights{mode: 0o755, capabilities: attribute(0x02000001, 0, nice, 0, 0)}, ann, "(those that they inherit)"},
		"an attribute of another layout": {rights{mode: 0o755, capabilities: attribute(0x09000001, nice, 0, 0, 0)}, ann, ""},
		"an attribute that is too short": {rights{mode: 0o755, capabilities: attribute(0x02000001, nice)}, ann, ""},
	} {
		got := row.rights.secure(row.user, row.user)
		if row.want == "" {
			require.Empty(t, got, name)
			continue
		}
		require.Contains(t, got, row.want, name)
	}
}

func FuzzCapabilities(f *testing.F) {
	f.Add(attribute(0x02000001, 1<<23, 0, 0, 0))
	f.Add(attribute(0x03000001, 1, 0, 0, 0, 7))
	f.Add([]byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		names, gives := capabilities(data)
		require.True(t, !gives || len(names) > 0)
		require.LessOrEqual(t, len(names), 64)
	})
}

func FuzzKeyFile(f *testing.F) {
	f.Add("[Context]\nfilesystems=home;!host;\n# x\n[Environment]\nA=b=c\n")
	f.Add("[")
	f.Add("=\n[]\n]=[\n")
	f.Fuzz(func(t *testing.T, text string) {
		file := parseKeyFile(text)
		require.LessOrEqual(t, len(file), maxKeys)
		s := sandbox{filesystems: map[string]bool{}, environment: map[string]string{}}
		s.addFilesystems(file.list("Context", "filesystems"))
		s.addEnvironment(file)
		for word := range s.filesystems {
			require.NotContains(t, word+"/", "/../")
		}
	})
}
