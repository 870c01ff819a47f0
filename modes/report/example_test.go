// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Read a report that any version of xrprobe wrote.
func ExampleRead() {
	written := strings.NewReader(`{"schema": "xrprobe.report/1", "runtimes": [{"id": "monado", "active": true, "status": "crashed"}]}`)
	r, err := report.Read(written)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Active().ID, r.Active().Status)
	// Output:
	// monado crashed
}
