// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"bytes"
	"context"

	"github.com/xrprobe/xrprobe/modes/report"
)

// told is the connection's source of reports. It tells the user agent's operator of each,
// if that was wanted when the connection was begun; a report that was not read yet is
// replaced by the next.
type told struct{ connection *connection }

// Watch implements [modes.Source].
func (t told) Watch(ctx context.Context, tell func(*report.Report)) error {
	c := t.connection
	return c.config.Source.Watch(ctx, func(r *report.Report) {
		if c.config.Reports {
			c.out.putLatest("report", reported(r))
		}
		tell(r)
	})
}

// reported is the notification of a report, which writes itself.
func reported(r *report.Report) []byte {
	var text bytes.Buffer
	if err := r.WriteLine(&text); err != nil {
		return notification("report", nil)
	}
	line := append([]byte(`{"jsonrpc":"2.0","method":"report","params":{"report":`), bytes.TrimSpace(text.Bytes())...)
	return append(line, "}}\n"...)
}
