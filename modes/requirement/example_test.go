// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement_test

import (
	"fmt"
	"log"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/requirement"
)

func Example() {
	file, err := requirement.Parse("game.json", []byte(`{
	  "schema": "xrprobe.requirements/1",
	  "title": "My game",
	  "requirements": [{"extension": "XR_EXT_hand_tracking", "purpose": "hands"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	found := &report.Report{Runtimes: []report.Runtime{{Active: true, Extensions: []report.Extension{}}}} // as a probe returns it
	answer := requirement.Judge(found, file)
	fmt.Println(answer.Verdict.Words())
	fmt.Println(answer.Requirements[0].Because)
	// Output:
	// not satisfied
	// the runtime does not list XR_EXT_hand_tracking
}
