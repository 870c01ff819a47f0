// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// consenting is a user who allows every prompt.
type consenting struct{}

func (consenting) Ask(prompt permission.Prompt) (withdraw func()) {
	fmt.Println("prompt:", prompt.Key.Origin, prompt.Key.Mode)
	prompt.Answer(permission.Allow)
	return func() {}
}

// On a desktop computer with a headset, the user sees a prompt before the page gets an answer.
func ExampleGate() {
	clock := &navigator.Virtual{} // a browser has its own clock
	gate := permission.NewGate(permission.Config{
		Classes:  classify.Classify(classify.Host{FormFactor: classify.Desktop}),
		Devices:  fixed(headset("OPAQUE")), // a browser runs navigator.NewDevices
		Prompter: consenting{},
		Clock:    clock,
	})
	page := gate.Regular().Open(context.Background(), permission.DocumentConfig{
		Document: navigator.Document{
			Origin: "https://a.example", SecureContext: true, Window: true, Allowed: []webxr.Policy{webxr.PolicySpatialTracking},
		},
		Tasks: clock,
	})
	for _, mode := range []string{"immersive-vr", "immersive-ar"} {
		page.IsSessionSupported(mode, func(s navigator.SupportedResult) { fmt.Println(mode, s.Value) })
		clock.Advance(permission.SettleMax)
	}
	// Output:
	// prompt: https://a.example immersive-vr
	// immersive-vr true
	// immersive-ar false
}
