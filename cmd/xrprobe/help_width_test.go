// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
)

// Every help text fits a terminal of 80 columns.
func TestHelp_Fits80Columns(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	root := newRoot(&stdout, &stderr)
	for _, command := range append([]*cobra.Command{root}, root.Commands()...) {
		for line := range strings.Lines(command.Long + topicText(command.Name()) + "\n" + command.UsageString()) {
			require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimRight(line, "\n")), prose.UsualWidth, "%s: %s", command.Name(), line)
		}
	}
}
