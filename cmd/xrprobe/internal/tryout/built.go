// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build webgate

package tryout

import (
	"context"
	"io"

	"github.com/xrprobe/xrprobe/classify/permission/web/page"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/tryout/site"
)

// Serve serves the page at an address that [Check] accepts until the context ends. It writes where
// the page is.
func Serve(ctx context.Context, address string, say io.Writer) error {
	wasm, support := page.Program()
	return site.Serve(ctx, address, site.Program{Wasm: wasm, Support: support}, say)
}
