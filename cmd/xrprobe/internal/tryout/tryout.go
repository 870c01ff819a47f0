// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tryout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
)

// ErrNotBuilt says that this xrprobe has no program for the page.
var ErrNotBuilt = errors.New("this xrprobe was built without the page, as go install builds it: " +
	"git clone https://github.com/xrprobe/xrprobe && make -C xrprobe build makes xrprobe/bin/xrprobe, which has it")

// ErrOtherFlags says that the page has controls for what the command's other flags say.
var ErrOtherFlags = errors.New("it takes no other flag: the page has controls for them")

// Run serves the page, unless the address is wrong or the command has other flags.
func Run(ctx context.Context, address string, others int, say io.Writer) error {
	if err := Check(address); err != nil {
		return err
	}
	if others > 0 {
		return ErrOtherFlags
	}
	return Serve(ctx, address, say)
}

// AddressError says that other machines could reach an address, or that it is none.
type AddressError struct{ Address string }

func (e *AddressError) Error() string {
	return fmt.Sprintf("%q: the page is for this machine alone, so the address is 127.0.0.1:PORT, [::1]:PORT or localhost:PORT; port 0 takes a free one", e.Address)
}

// Check returns an [*AddressError] unless an address has a port, and only this machine can reach it.
func Check(address string) error {
	host, port, err := net.SplitHostPort(address)
	at := net.ParseIP(host)
	if err != nil || port == "" || host != "localhost" && (at == nil || !at.IsLoopback()) {
		return &AddressError{address}
	}
	return nil
}
