// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package listing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// A system without a reader has no empty list, which would be an answer.
func TestUnsupported(t *testing.T) {
	t.Parallel()
	list := listing.Unsupported("plan9")
	require.Nil(t, list.USB)
	require.Nil(t, list.Displays)
	require.Len(t, list.Buses, 4)
	for i, bus := range []report.DeviceBus{report.BusUSB, report.BusHID, report.BusBluetooth, report.BusDisplay} {
		require.Equal(t, bus, list.Buses[i].Bus)
		state, why := list.State(bus)
		require.Equal(t, report.BusUnsupported, state)
		require.Equal(t, "devices are listed only on Linux, Android, Windows and macOS, not on plan9", why)
	}
}

func TestSet_ReplacesTheState(t *testing.T) {
	t.Parallel()
	list := listing.Unsupported("plan9")
	list.Set(listing.Bus(report.BusUSB, report.BusRead, ""))
	require.Len(t, list.Buses, 4)
	state, why := list.State(report.BusUSB)
	require.Equal(t, report.BusRead, state)
	require.Empty(t, why)
	require.Nil(t, list.Buses[0].Because)
	state, _ = list.State(report.BusHID)
	require.Equal(t, report.BusUnsupported, state)

	var none listing.List
	state, _ = none.State(report.BusUSB)
	require.Equal(t, report.BusUnsupported, state, "nobody has read it")
	none.Set(listing.Bus(report.BusUSB, report.BusAbsent, "x"))
	state, why = none.State(report.BusUSB)
	require.Equal(t, report.BusAbsent, state)
	require.Equal(t, "x", why)
}

func TestPorts(t *testing.T) {
	t.Parallel()
	require.Equal(t, "3-1", listing.Ports(3, []int{1}))
	require.Equal(t, "41-2.10.3", listing.Ports(41, []int{2, 10, 3}))
}

// Ports are numbers, and what has none comes last.
func TestSort(t *testing.T) {
	t.Parallel()
	devices := []listing.USB{
		{ID: "b", Place: "y"}, {ID: "a", Place: "x"}, {Ports: "10-1"}, {Ports: "2-10"}, {Ports: "2-9.1"}, {Ports: "2-9"}, {ID: "b", Ports: "2-1", Place: "x"}, {ID: "a", Ports: "2-1", Place: "x"},
	}
	listing.Sort(devices)
	require.Equal(t, []listing.USB{
		{ID: "a", Ports: "2-1", Place: "x"}, {ID: "b", Ports: "2-1", Place: "x"}, {Ports: "2-9"}, {Ports: "2-9.1"}, {Ports: "2-10"}, {Ports: "10-1"}, {ID: "a", Place: "x"}, {ID: "b", Place: "y"},
	}, devices)
}
