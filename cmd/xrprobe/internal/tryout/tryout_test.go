// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tryout_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/tryout"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for address, right := range map[string]bool{
		"127.0.0.1:8080": true, "127.9.8.7:0": true, "[::1]:80": true, "localhost:1": true,
		"": false, ":8080": false, "0.0.0.0:8080": false, "192.168.1.2:80": false, "[::]:80": false, "127.0.0.1": false, "127.0.0.1:": false,
		"example.com:80": false, "localhost.example.com:80": false,
	} {
		err := tryout.Check(address)
		if right {
			require.NoError(t, err, address)
			continue
		}
		require.ErrorAs(t, err, new(*tryout.AddressError), address)
		require.ErrorContains(t, err, "127.0.0.1:PORT")
	}
}

// A build without the tag webgate has no page, and says how to get it.
func TestServe_SaysHowToGetThePage(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.ErrorIs(t, tryout.Run(t.Context(), "127.0.0.1:0", 1, &out), tryout.ErrOtherFlags)
	require.ErrorAs(t, tryout.Run(t.Context(), "0.0.0.0:0", 0, &out), new(*tryout.AddressError))
	err := tryout.Run(t.Context(), "127.0.0.1:0", 0, &out)
	require.ErrorIs(t, err, tryout.ErrNotBuilt)
	require.ErrorContains(t, err, "make -C xrprobe build")
	require.Empty(t, out.String())
}
