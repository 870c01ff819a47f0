// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify_test

import (
	"fmt"

	"github.com/xrprobe/xrprobe/classify"
)

// Decide what a page on a standalone headset is told without being asked for consent.
func ExampleClassify() {
	for _, answer := range classify.Classify(classify.Host{FormFactor: classify.StandaloneHeadset}) {
		fmt.Println(answer.Mode, answer.Class, classify.Default(answer.Class))
	}
	// Output:
	// inline usually granted
	// immersive-vr usually granted
	// immersive-ar highly_variable prompt
}

// Two builds that send one string: what the first may show without asking would tell it
// from the second, so that it asks.
func ExampleRegistry() {
	headset := classify.Profile{
		Name: "headset", WebXR: true, HeadsetOnly: true, BackEnds: []classify.BackEnd{classify.OpenXR},
		Strings: []classify.Strings{{UserAgent: "Mozilla/5.0 (A)", AppVersion: "5.0 (A)"}},
	}
	computer := classify.Profile{Name: "computer", WebXR: true, BackEnds: []classify.BackEnd{classify.OpenXR}, Strings: headset.Strings}
	registry := classify.NewRegistry(classify.ByString, headset, computer)
	for _, conflict := range registry.Verify() {
		fmt.Println(conflict.Mode, conflict.First, conflict.FirstState, conflict.Second, conflict.SecondState)
	}
	fmt.Println(classify.Classify(headset)[1].Default(), registry.Classify(headset)[1].Default())
	// Output:
	// immersive-vr headset granted computer prompt
	// granted prompt
}
