// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package standalone_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/standalone"
)

// Every model in the table has a source, and is found by its name and its manufacturer.
func TestIs_EveryStandaloneHeadset(t *testing.T) {
	t.Parallel()
	models := 0
	for _, maker := range standalone.Makers() {
		require.NotEmpty(t, maker.Source)
		for _, model := range maker.Models {
			require.True(t, standalone.Is(maker.Manufacturer, model), model)
			require.True(t, standalone.Is(strings.ToUpper(maker.Manufacturer), model), model)
			require.False(t, standalone.Is(maker.Manufacturer, model+" Max"), model)
			require.Equal(t, maker.Manufacturer == "", standalone.Is("QUMO", model), model)
			models++
		}
	}
	require.Greater(t, models, 12)
}
