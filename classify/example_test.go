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
