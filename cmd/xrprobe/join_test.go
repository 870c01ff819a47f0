// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/modes/report"
)

// The gate gets the classifier's own answer, not the strings in the report.
func TestHostClasses_KeepSourceAndAmbiguity(t *testing.T) {
	t.Parallel()
	host := report.Host{OS: new("linux"), Arch: new("amd64"), FormFactor: report.FormFactorDesktop, Product: new("Studio 9")}
	classes := hostClasses(host)
	require.Equal(t, classify.Classify(classify.Host{OS: "linux", Arch: "amd64", FormFactor: "desktop", Product: "Studio 9"}), classes)
	for _, class := range classes {
		require.NotEmpty(t, class.Source, class.Mode)
	}
}
