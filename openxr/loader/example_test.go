// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"context"
	"fmt"
	"log"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Find the active runtime of this machine, and print where the search looked.
func Example() {
	found, err := loader.Host{}.Resolve(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, step := range found.Steps {
		fmt.Println(step.What, step.Path, step.State)
	}
	fmt.Println("chosen:", found.Chosen)
}
