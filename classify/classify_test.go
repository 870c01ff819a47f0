// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

func TestHost_IsClassifiedByFormFactor(t *testing.T) {
	t.Parallel()
	const (
		inline   = "usually granted inline_always"
		attached = "highly_variable prompt headset_may_be_attached"
		handheld = "highly_variable prompt handheld_by_browser"
		unknown  = "highly_variable prompt not_known"
	)
	rows := []struct {
		formFactor classify.FormFactor
		vr, ar     string
	}{
		{classify.Desktop, attached, attached},
		{classify.Laptop, attached, attached},
		{classify.Phone, handheld, handheld},
		{classify.Tablet, handheld, handheld},
		{classify.StandaloneHeadset, "usually granted standalone_headset", "highly_variable prompt standalone_headset"},
		{classify.Server, unknown, unknown},
		{classify.Container, unknown, unknown},
		{classify.Unknown, unknown, unknown},
		{"", unknown, unknown},
		{"toaster", unknown, unknown},
	}
	for _, row := range rows {
		t.Run(string(row.formFactor), func(t *testing.T) {
			t.Parallel()
			got := classify.Classify(classify.Host{FormFactor: row.formFactor})
			require.Len(t, got, 3)
			for i, want := range []string{inline, row.vr, row.ar} {
				require.Equal(t, webxr.SessionModes()[i], got[i].Mode)
				require.Equal(t, want, fmt.Sprintf("%s %s %s", got[i].Class, classify.Default(got[i].Class), got[i].Rule))
				require.NotEmpty(t, got[i].Because)
			}
		})
	}
}

func TestDefault_FollowsTheClass(t *testing.T) {
	t.Parallel()
	require.Equal(t, webxr.Denied, classify.Default(webxr.NeverSupport))
	require.Equal(t, webxr.Granted, classify.Default(webxr.UsuallySupport))
	require.Equal(t, webxr.Prompt, classify.Default(webxr.HighlyVariable))
	require.Equal(t, webxr.Prompt, classify.Default("new"))
}

// A form factor that no rule knows grants no immersive mode.
func TestHost_AnUnknownFormFactorIsNeverGranted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		formFactor := rapid.String().Draw(t, "form factor")
		if formFactor == string(classify.StandaloneHeadset) {
			t.Skip("known")
		}
		for _, class := range classify.Classify(classify.Host{FormFactor: classify.FormFactor(formFactor)}) {
			if class.Mode.Immersive() {
				require.Equal(t, webxr.Prompt, classify.Default(class.Class))
			}
		}
	})
}
