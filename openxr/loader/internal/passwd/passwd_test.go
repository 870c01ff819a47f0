// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package passwd

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFields(t *testing.T) {
	t.Parallel()
	const text = "short:x:1\n::0:0::/nobody:/bin/sh\nann:x:1000:1000:Ann:/home/ann/:/bin/sh\r\nbob:x:1001:1001:Bob:/home/ann:/bin/sh\neve:x:1002:1002::/home/eve:/bin/sh"
	for user, want := range map[string]string{"ann": "/home/ann/", "bob": "/home/ann", "eve": "/home/eve", "short": "", "": "", "an": ""} {
		home, found := HomeOf(text, user)
		require.Equal(t, want, home, user)
		require.Equal(t, want != "", found, user)
	}
	for dir, want := range map[string]string{"/home/ann": "ann", "/home/eve/": "eve", "/home": ""} {
		require.Equal(t, want, UserAt(text, dir), dir)
	}
}
