// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify_test

import (
	"fmt"

	"github.com/xrprobe/xrprobe/classify"
)

// Print what a page on a standalone headset learns without a prompt.
func ExampleClassify() {
	for _, class := range classify.Classify(classify.Host{FormFactor: classify.StandaloneHeadset}) {
		fmt.Println(class.Mode, class.Class, class.Default())
	}
	// Output:
	// inline usually granted
	// immersive-vr usually granted
	// immersive-ar highly_variable prompt
}

// Two builds send the same string. If one granted virtual reality and the other asked, a page
// could tell them apart, so in a registry both ask.
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
