// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb

import (
	"cmp"
	"context"
	"errors"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Client asks the adb server of this machine. The zero value is ready to use, and several goroutines may use one at once.
type Client struct {
	// LookupEnv returns an environment variable, and reports whether it is set; nil means os.LookupEnv.
	LookupEnv func(string) (string, bool)
	// GOOS is the operating system, in Go's words; "" means this one.
	GOOS string
	// Identify has each device carry its [Identity].
	Identify bool
	// Dial connects; nil means a net.Dialer.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Patience bounds each question; 0 means five seconds. The context bounds them all.
	Patience time.Duration
}

// Bounds of time, and how many devices are asked at once.
const (
	defaultPatience = 5 * time.Second
	dialPatience    = 500 * time.Millisecond
	maxAtOnce       = 4
)

// Server is an adb server, and the devices that it knows.
type Server struct {
	// Version is the version of the protocol, such as 41.
	Version int
	// Devices are in the server's order; empty if it has none.
	Devices []Device
}

// Server asks the server for its devices, and each device what it is. The error matches one of this package's errors, or
// context.Canceled. A device that does not answer is no error: it says so itself.
func (c Client) Server(ctx context.Context) (Server, error) {
	version, err := c.hostText(ctx, "the version of the adb server", "host:version")
	if err != nil {
		return Server{}, err
	}
	number, err := strconv.ParseUint(version, 16, 16)
	if err != nil {
		return Server{}, &Error{Asked: "the version of the adb server", Kind: ErrDistrusted, Detail: "it is no hexadecimal number"}
	}
	const askedList = "the devices of the adb server"
	list, err := c.hostText(ctx, askedList, "host:devices-l")
	if err != nil {
		return Server{}, err
	}
	entries, err := parseList(list)
	if err != nil {
		return Server{}, failure(ctx, askedList, err)
	}
	return Server{Version: int(number), Devices: c.devices(ctx, entries)}, nil
}

// devices asks the devices, a few at once, so that one that hangs does not delay all others.
func (c Client) devices(ctx context.Context, entries []entry) []Device {
	devices := make([]Device, len(entries))
	places := make(chan struct{}, maxAtOnce)
	var all sync.WaitGroup
	for i, e := range entries {
		all.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			devices[i] = c.device(ctx, e)
			devices[i].Number = i + 1
		})
	}
	all.Wait()
	return devices
}

// hostText asks the server something that it answers itself.
func (c Client) hostText(ctx context.Context, asked, service string) (text string, err error) {
	err = c.exchange(ctx, asked, func(conn net.Conn) error {
		if err := request(conn, service); err != nil {
			return err
		}
		text, err = readText(conn)
		return err
	})
	return text, err
}

// exchange connects for one question. It ends at the deadline, or when the context ends.
func (c Client) exchange(ctx context.Context, asked string, talk func(net.Conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(c.Patience, defaultPatience))
	defer cancel()
	conn, err := c.connect(ctx)
	if err == nil {
		stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
		err = talk(conn)
		stop()
		_ = conn.Close()
	}
	if err != nil {
		return failure(ctx, asked, err)
	}
	return nil
}

// connect tries the places of the server. A place of this machine at which nobody accepts in half a second has no server.
func (c Client) connect(ctx context.Context) (net.Conn, error) {
	places, err := c.places()
	if err != nil {
		return nil, err
	}
	dial := c.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	denied := false
	for _, p := range places {
		one, cancel := context.WithTimeout(ctx, dialPatience)
		conn, err := dial(one, p.network, p.address)
		cancel()
		if err == nil {
			return conn, nil
		}
		denied = denied || errors.Is(err, os.ErrPermission)
	}
	if denied {
		return nil, &Error{Kind: ErrRefused, Detail: "this user may not connect to its socket"}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, &Error{Kind: ErrNoServer}
}

// shell runs a command on a device. The words of commands are this package's own.
func (c Client) shell(ctx context.Context, asked string, e entry, second bool, command string) (printed output, err error) {
	err = c.exchange(ctx, asked, func(conn net.Conn) error {
		if err := request(conn, "host:"+e.choice("transport-id:", "transport:")); err != nil {
			return err
		}
		protocol, read := "shell:", readAll
		if second {
			protocol, read = "shell,v2,raw:", readPackets
		}
		if err := request(conn, protocol+command); err != nil {
			return err
		}
		printed, err = read(conn)
		return err
	})
	return printed, err
}

// features returns what the server says that it and the device can do.
func (c Client) features(ctx context.Context, e entry) ([]string, error) {
	text, err := c.hostText(ctx, "what the device can do", e.choice("host-transport-id:", "host-serial:")+":features")
	return strings.Split(text, ","), err
}

// choice names a device for the server: by the number that the server gave it, or by its serial number, if the server is older than
// those numbers.
func (e entry) choice(byNumber, bySerial string) string {
	if e.transport != "" {
		return byNumber + e.transport
	}
	return bySerial + e.serial
}

func (c Client) getenv(name string) (string, bool) {
	if c.LookupEnv != nil {
		return c.LookupEnv(name)
	}
	return os.LookupEnv(name)
}

func (c Client) goos() string { return cmp.Or(c.GOOS, runtime.GOOS) }
